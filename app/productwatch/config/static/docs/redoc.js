// A file of its own, since the page's policy allows no inline script.
const docs = document.getElementById("docs");
Redoc.init(docs.dataset.openapi, { hideDownloadButtons: true, disableSearch: false }, docs);
