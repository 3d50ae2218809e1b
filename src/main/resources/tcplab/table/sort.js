// Makes the tables before it sortable by their headings, with mouse and keyboard. Without scripts the tables stay as they are.
// Whole-line comments are removed before use; every statement ends with a semicolon.
(function () {
  "use strict";
  function value(row, column) {
    var cell = row.cells[column];
    var text = cell.textContent;
    if (cell.hasAttribute("data-missing")) { return null; }
    // A moment reads as a time of day, and is sorted by its nanoseconds, as text of equal length.
    if (cell.hasAttribute("data-value")) { return cell.getAttribute("data-value"); }
    var right = cell.style.textAlign === "right" || cell.classList.contains("n");
    return right ? Number(text.replace(/,/g, "")) : text;
  }
  function sort(table, heading, column) {
    var descending = heading.getAttribute("aria-sort") === "ascending";
    var body = table.tBodies[0];
    var rows = Array.from(body.rows);
    rows.sort(function (a, b) {
      var x = value(a, column);
      var y = value(b, column);
      // What is missing stands last either way.
      if (x === null || y === null) { return (x === null) - (y === null); }
      var order = typeof x === "number" ? x - y : x.localeCompare(y, "en", { numeric: true });
      return descending ? -order : order;
    });
    rows.forEach(function (row) { body.appendChild(row); });
    Array.from(table.tHead.rows[0].cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
  }
  document.querySelectorAll("table[data-tcplab-sort]:not([data-live])").forEach(function (table) {
    table.setAttribute("data-live", "");
    Array.from(table.tHead.rows[0].cells).forEach(function (heading, column) {
      heading.tabIndex = 0;
      heading.style.cursor = "pointer";
      heading.title = "sort by " + heading.textContent;
      heading.addEventListener("click", function () { sort(table, heading, column); });
      heading.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(table, heading, column); }
      });
    });
  });
})();
