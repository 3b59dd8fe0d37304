// A file of its own, since the page's policy allows no inline script.
const docs = document.getElementById("docs");
SwaggerUIBundle({
  url: docs.dataset.openapi,
  domNode: docs,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  persistAuthorization: false,
});
