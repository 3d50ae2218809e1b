// The search field: shows only findings, table rows and connections that hold all of its words.
(function () {
  "use strict";
  var box = document.querySelector(".search");
  var field = box && box.querySelector("input");
  var said = box && box.querySelector("output");
  if (!field) { return; }
  box.hidden = false;
  var parts = Array.from(document.querySelectorAll(".finding, section.connection, tbody tr"));
  var texts = parts.map(function (part) { return part.textContent.toLowerCase(); });
  field.addEventListener("input", function () {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    parts.forEach(function (part, i) {
      var fits = words.every(function (word) { return texts[i].includes(word); });
      part.toggleAttribute("data-hidden", !fits);
      shown += fits ? 1 : 0;
    });
    said.textContent = words.length ? shown + " of " + parts.length + " entries" : "";
  });
})();
