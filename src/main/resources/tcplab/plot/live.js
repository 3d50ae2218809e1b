// Makes one picture live. Stands beside the picture in its HTML; where scripts do not run, the static image simply stays.
// Whole-line comments are removed before use; every statement ends with a semicolon.
(function (id, figure) {
  "use strict";
  // The element before this script is the picture; where scripts are moved around, look for one of its id that is not live yet.
  var script = document.currentScript;
  var box = script && script.previousElementSibling;
  if (!box || box.getAttribute("data-tcplab") !== id) {
    box = document.querySelector('[data-tcplab="' + id + '"]:not([data-live])');
  }
  // Where the page holds the SVG itself, only a figure has more to show.
  var image = box && (box.querySelector("img") || figure && box.querySelector("svg"));
  if (!image) { return; }
  box.setAttribute("data-live", "");

  // A report follows what the reader prefers, except on paper.
  var preferred = matchMedia("screen and (prefers-color-scheme: dark)");

  function dark() {
    var body = document.body;
    var follows = window.tcplabLive && preferred.matches;
    return follows || body.getAttribute("data-jp-theme-light") === "false" || body.classList.contains("vscode-dark");
  }

  function onTheme(paint) {
    paint();
    new MutationObserver(paint).observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
    if (window.tcplabLive) { preferred.addEventListener("change", paint); }
  }

  // A link within the page that leaves the address alone: an application around the page may watch it.
  function lead(link, target, name) {
    target.id = target.id || name;
    target.tabIndex = -1;
    link.setAttribute("href", "#" + target.id);
    link.addEventListener("click", function (event) {
      event.preventDefault();
      var closed = target.closest("details");
      if (closed) { closed.open = true; }
      target.scrollIntoView({ block: "center" });
      target.focus();
    });
  }

  // Each part of the picture leads to its entry in the list below, and the entry back.
  function evidence(svg, suffix) {
    box.querySelectorAll("li[data-n]").forEach(function (entry) {
      var n = entry.getAttribute("data-n");
      var part = svg.querySelector('[data-n="' + n + '"]');
      var place = entry.querySelector("b");
      if (!part || !place) { return; }
      var there = document.createElementNS(svg.namespaceURI, "a");
      var back = document.createElement("a");
      there.setAttribute("aria-label", part.querySelector("title").textContent);
      part.replaceWith(there);
      there.append(part);
      place.replaceWith(back);
      back.append(place);
      lead(there, entry, "tl-entry-" + n + suffix);
      lead(back, there, "tl-part-" + n + suffix);
      there.removeAttribute("tabindex");
      // An image's parts are hidden from those who do not see it.
      svg.setAttribute("role", "group");
    });
  }

  // The same SVG inside the page: text can be selected, titles show on hover, the dark theme applies.
  function inline() {
    if (!image.src) { return; }
    var bytes = Uint8Array.from(atob(image.src.split(",")[1]), function (c) { return c.charCodeAt(0); });
    var svg = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "image/svg+xml").documentElement;
    if (svg.nodeName !== "svg") { return; }
    // Ids have to be unique in the page.
    window.tcplabPictures = (window.tcplabPictures || 0) + 1;
    var suffix = "-" + window.tcplabPictures;
    svg.querySelectorAll("[id]").forEach(function (element) { element.id += suffix; });
    svg.setAttribute("aria-labelledby", "tl-title" + suffix + " tl-desc" + suffix);
    svg.style.maxWidth = "100%";
    svg.style.height = "auto";
    svg = document.importNode(svg, true);
    image.replaceWith(svg);
    evidence(svg, suffix);
    onTheme(function () { svg.classList.toggle("tl-dark", dark()); });
  }

  // Runs plotly's source once a page. The wrapper hides AMD and CommonJS loaders, which would keep it from window.
  function evaluate(source) {
    var element = document.createElement("script");
    element.textContent = "(function (define, module, exports) {" + source + "\n}).call(window);";
    document.head.appendChild(element);
    if (!window.Plotly) { throw new Error("plotly did not load"); }
    return window.Plotly;
  }

  function inflated(text) {
    var bytes = Uint8Array.from(atob(text.trim()), function (c) { return c.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).text();
  }

  function served() {
    var config = document.getElementById("jupyter-config-data");
    var base = config ? JSON.parse(config.textContent).baseUrl : document.body.dataset.baseUrl;
    if (!base) { return Promise.reject(new Error("no plotly here")); }
    return fetch(base + "kernelspecs/tcplab/plotly.min.js", { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) { throw new Error("no plotly at the server"); }
      return answer.text();
    });
  }

  function library() {
    if (window.Plotly) { return Promise.resolve(window.Plotly); }
    if (!window.tcplabPlotly) {
      var element = document.getElementById("tcplab-plotly");
      window.tcplabPlotly = (element ? inflated(element.textContent) : served()).then(evaluate);
    }
    return window.tcplabPlotly;
  }

  function themed(layout) {
    var ink = dark() ? "#e6edf3" : "#1b1f24";
    var grid = dark() ? "#3a434e" : "#d5dbe1";
    var paper = dark() ? "#14181f" : "#ffffff";
    var axis = { gridcolor: grid, linecolor: grid, zerolinecolor: grid, automargin: true };
    // The colours of Paint.SERIES.
    var series = dark() ? ["#6cb6ff", "#ffa35c", "#4cc9a0", "#e09bcb", "#e8c33a", "#56b4e9", "#e6edf3"]
      : ["#00629b", "#b04300", "#00704f", "#8a3f78", "#7d5f00", "#2a7fae", "#1b1f24"];
    var themed = Object.assign({ paper_bgcolor: paper, plot_bgcolor: paper, colorway: series }, layout);
    themed.font = Object.assign({ color: ink }, layout.font);
    Object.keys(layout).concat("xaxis", "yaxis").forEach(function (key) {
      if (/^[xy]axis\d*$/.test(key)) { themed[key] = Object.assign({}, axis, layout[key]); }
    });
    return themed;
  }

  function plot(Plotly) {
    var target = document.createElement("div");
    // Not "img": within stand buttons that the keyboard reaches.
    target.setAttribute("role", "figure");
    target.setAttribute("aria-label", image.alt || image.querySelector("title").textContent);
    target.style.maxWidth = image.getAttribute("width") + "px";
    target.style.height = image.getAttribute("height") + "px";
    box.appendChild(target);
    return Plotly.newPlot(target, figure.data, themed(figure.layout), { responsive: true, displaylogo: false }).then(function () {
      image.remove();
      onTheme(function () { Plotly.relayout(target, themed(figure.layout)); });
    }, function () { target.remove(); });
  }

  // In a page of our own a figure of many points is deflated.
  function unpacked(Plotly) {
    if (typeof figure !== "string") { return Plotly; }
    return inflated(figure).then(function (text) {
      figure = JSON.parse(text);
      return Plotly;
    });
  }

  // The inlined library may stand further down the page than this script.
  function start() {
    if (figure) { library().then(unpacked).then(plot).catch(inline); } else { inline(); }
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})("@ID@", "@FIGURE@");
