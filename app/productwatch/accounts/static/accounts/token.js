// Moves the token of a mail's link into the form, and out of the address.
const field = document.querySelector("input[name=token]");
const token = new URLSearchParams(location.hash.slice(1)).get("token");
if (field && token) {
  field.value = token;
  field.closest("label").hidden = true;
  history.replaceState(null, "", location.pathname);
}
