// What happens now, asked for every few seconds while somebody looks.
const EACH = 3000;
const place = document.querySelector("[data-live]");

function show({ visits, minutes, top }) {
  place.querySelector("[data-visits]").textContent = visits;
  const most = Math.max(1, ...minutes.map((minute) => minute.visits));
  place.querySelector("[data-minutes]").replaceChildren(...minutes.map((minute) => bar(minute, most)));
  place.querySelector("[data-top]").replaceChildren(...top.slice(0, 5).map(line));
}

function bar(minute, most) {
  const room = element("div", "pw-bar bg-base-100 dark:bg-base-800");
  room.title = `${new Date(minute.start).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}: ${minute.visits}`;
  const filled = element("div", "bg-primary-600 dark:bg-primary-500");
  filled.style.height = `${(100 * minute.visits) / most}%`;
  room.append(filled);
  return room;
}

function line(product) {
  const row = element("div", "border-base-200 border-t flex gap-4 justify-between py-2 dark:border-base-800");
  const name = element("span", "truncate");
  name.textContent = product.name;
  const visits = element("span", "font-semibold text-important");
  visits.textContent = product.visits;
  row.append(name, visits);
  return row;
}

function element(kind, classes) {
  const made = document.createElement(kind);
  made.className = classes;
  return made;
}

async function look() {
  if (document.hidden) return;
  const state = place.querySelector("[data-state]");
  try {
    const answer = await fetch(place.dataset.live, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    show(await answer.json());
    state.textContent = "";
  } catch {
    state.textContent = ", not told right now";
  }
}

look();
setInterval(look, EACH);
document.addEventListener("visibilitychange", look);
