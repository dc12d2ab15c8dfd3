/* Draws the report's figures with Vega-Lite and lets the reader choose what they show. Data is only
   ever text or numbers here: nothing of it is put into the page as markup. */
(function () {
  "use strict";

  var form = document.getElementById("choose");
  var figures;
  try {
    figures = Array.prototype.map.call(document.querySelectorAll("main figure"), prepare);
  } catch (e) {
    document.documentElement.classList.remove("scripts"); // the still pictures serve instead
    throw e;
  }

  var config = {
    background: null,
    font: 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif',
    aria: false,
    view: { stroke: null },
    axis: {
      labelColor: "var(--ink)", titleColor: "var(--soft)", titleFontWeight: "normal", labelFontSize: 12,
      titleFontSize: 12, gridColor: "var(--grid)", domainColor: "var(--rule)", tickColor: "var(--rule)",
      labelLimit: 235
    },
    axisX: { labelFlush: false },
    axisY: { domain: false, ticks: false, labelPadding: 8 },
    header: { labelColor: "var(--ink)", labelFontSize: 13 },
    legend: {
      labelColor: "var(--ink)", labelFontSize: 12, orient: "top", symbolOpacity: 1, columns: 4, symbolSize: 60
    },
    text: { color: "var(--ink)" },
    line: { color: "var(--s1)" }
  };

  /** What a figure is made of: its rows, its specification, and where it is drawn. */
  function prepare(figure) {
    var spec = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    var address = figure.querySelector("a.data").getAttribute("href");
    var parse = {};
    spec.usermeta.numbers.forEach(function (column) { parse[column] = "number"; });
    var rows = vega.read(decodeURIComponent(address.slice(address.indexOf(",") + 1)),
      { type: "csv", parse: parse });
    var drawing = figure.querySelector(".drawing");
    return { figure: figure, spec: spec, rows: rows, drawing: drawing, still: drawing.querySelector("svg"),
      stage: null, view: null, stale: true, near: false };
  }

  /** The chosen values of each column; a column that cannot be chosen has none. */
  function chosen() {
    var choice = {};
    form.querySelectorAll("fieldset").forEach(function (set) {
      var values = {};
      set.querySelectorAll("input").forEach(function (box) { values[box.value] = box.checked; });
      choice[set.getAttribute("data-column")] = values;
    });
    return choice;
  }

  function kept(rows, choice) {
    return rows.filter(function (row) {
      return Object.keys(choice).every(function (column) {
        return !(row[column] in choice[column]) || choice[column][row[column]];
      });
    });
  }

  /** The specification with each width replaced by what the figure has room for, and with only the
      chosen series in its legend, in the looks they always have. */
  function fitted(spec, room, choice) {
    var copy = JSON.parse(JSON.stringify(spec, function (key, value) {
      return key === "width" && value === "fit" ? room : value;
    }));
    (function visit(node) {
      if (node === null || typeof node !== "object") {
        return;
      }
      if (node.field in choice && node.scale && Array.isArray(node.scale.domain)) {
        var all = node.scale.domain;
        var taken = function (value, i) { return choice[node.field][all[i]] !== false; };
        node.scale.domain = all.filter(taken);
        if (node.scale.range) {
          node.scale.range = node.scale.range.filter(taken);
        }
      }
      Object.keys(node).forEach(function (key) { visit(node[key]); });
    })(copy);
    return copy;
  }

  function draw(item) {
    item.stale = false;
    var choice = chosen();
    var rows = kept(item.rows, choice);
    if (item.view) {
      item.view.finalize();
    }
    if (!item.stage) {
      item.stage = document.createElement("div");
      item.stage.className = "stage";
      item.drawing.appendChild(item.stage);
    }
    try {
      render(item, rows, choice);
    } catch (e) {
      console.error(item.figure.id + ": " + e.message);
      item.stage.remove();
      item.stage = null;
      item.drawing.classList.add("failed");
      item.drawing.classList.remove("waiting");
      item.still.removeAttribute("hidden");
      return;
    }
    if (rows.length === 0) {
      item.stage.textContent = "Nothing of this figure is chosen.";
    }
    item.still.setAttribute("hidden", "");
    item.drawing.classList.remove("waiting", "failed");
    item.figure.setAttribute("data-drawn", String(rows.length));
  }

  /** Draws once to learn how much room the labels take, and again to fill what is left. */
  function render(item, rows, choice) {
    var whole = Math.min(item.drawing.clientWidth, 800);
    var narrow = whole < 560;
    var own = JSON.parse(JSON.stringify(config));
    own.axis.labelLimit = narrow ? 120 : 235;
    own.legend.columns = narrow ? 2 : 4;
    var least = Math.max(180, item.spec.usermeta.least || 0);
    var room = Math.max(least, whole - (narrow ? 150 : 265));
    for (var attempt = 0; attempt < 2; attempt++) {
      var compiled = vegaLite.compile(fitted(item.spec, room, choice),
        { config: own, logger: vega.logger(vega.Error) }).spec;
      compiled.data.forEach(function (set) { if (set.name === "rows") { set.values = rows; } });
      item.stage.textContent = "";
      item.view = new vega.View(vega.parse(compiled), { renderer: "svg", container: item.stage, hover: true })
        .tooltip(tell)
        .run();
      var bounds = item.view.scenegraph().root.bounds;
      var spare = whole - (bounds.x2 - bounds.x1) - 14;
      if (Math.abs(spare) < 12 || room + spare < least) {
        break;
      }
      room += Math.floor(spare);
    }
    item.stage.setAttribute("role", "img"); // Vega names the stage after itself
    item.stage.setAttribute("aria-label", item.still.getAttribute("aria-label"));
    item.stage.querySelector("svg").setAttribute("aria-hidden", "true");
  }

  /* Tooltips: names and numbers as text. */
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.appendChild(tip);

  function tell(handler, event, mark, value) {
    tip.textContent = "";
    tip.hidden = !value;
    if (!value) {
      return;
    }
    Object.keys(value).forEach(function (name) {
      var said = String(value[name]);
      if (said !== "" && said !== "null" && said !== "undefined" && said !== "NaN") {
        var line = document.createElement("div");
        var label = document.createElement("b");
        label.textContent = name + " ";
        line.appendChild(label);
        line.appendChild(document.createTextNode(said));
        tip.appendChild(line);
      }
    });
    var box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, window.innerWidth - box.width - 8)) + "px";
    tip.style.top = Math.max(4, Math.min(event.clientY + 14, window.innerHeight - box.height - 8)) + "px";
  }

  /* Export: the picture as it is shown, in the light colours, on white. */
  function palette() {
    var colors = {};
    var rule = Array.prototype.find.call(document.styleSheets[0].cssRules, function (r) {
      return r.selectorText === ":root";
    });
    Array.prototype.forEach.call(rule.style, function (name) {
      colors[name] = rule.style.getPropertyValue(name).trim();
    });
    return colors;
  }

  function picture(item) {
    if (!item.view || item.stale) {
      draw(item);
    }
    if (!item.stage) {
      return Promise.reject(new Error(item.figure.id + " could not be drawn"));
    }
    return item.view.toSVG().then(function (text) {
      var colors = palette();
      var svg = text.replace(/var\((--[a-z0-9]+)\)/g, function (all, name) { return colors[name] || "#000"; });
      var parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
      var root = parsed.documentElement;
      var title = parsed.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = item.still.getAttribute("aria-label");
      var paper = parsed.createElementNS("http://www.w3.org/2000/svg", "rect");
      paper.setAttribute("width", "100%");
      paper.setAttribute("height", "100%");
      paper.setAttribute("fill", "#ffffff");
      var width = Number(root.getAttribute("width"));
      var height = Number(root.getAttribute("height"));
      if (item.figure.hasAttribute("data-simulated")) {
        height = mark(parsed, width, height);
      }
      root.insertBefore(paper, root.firstChild);
      root.insertBefore(title, paper);
      return { text: new XMLSerializer().serializeToString(parsed), width: width, height: height };
    });
  }

  /** Writes above a picture that it is of simulated data; gives its new height. */
  function mark(svg, width, height) {
    var root = svg.documentElement;
    var space = "http://www.w3.org/2000/svg";
    var moved = svg.createElementNS(space, "g");
    moved.setAttribute("transform", "translate(0,24)");
    while (root.firstChild) {
      moved.appendChild(root.firstChild);
    }
    var text = svg.createElementNS(space, "text");
    text.setAttribute("x", "6");
    text.setAttribute("y", "17");
    text.setAttribute("fill", "#8a3b00");
    text.setAttribute("style", "font: bold 13px sans-serif");
    text.textContent = "SIMULATED: this is about no real model or population";
    root.appendChild(text);
    root.appendChild(moved);
    root.setAttribute("height", String(height + 24));
    root.setAttribute("viewBox", "0 0 " + width + " " + (height + 24));
    return height + 24;
  }

  function save(blob, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  /* The longest side of a canvas that every browser has. */
  var LARGEST = 8000;

  function exportAs(item, kind) {
    picture(item).then(function (svg) {
      var file = new Blob([svg.text], { type: "image/svg+xml" });
      if (kind === "svg") {
        save(file, item.figure.id + ".svg");
        return;
      }
      var image = new Image();
      image.onload = function () {
        var canvas = document.createElement("canvas");
        var scale = Math.min(2, LARGEST / svg.width, LARGEST / svg.height);
        canvas.width = Math.floor(scale * svg.width);
        canvas.height = Math.floor(scale * svg.height);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob(function (png) {
          if (png) {
            save(png, item.figure.id + ".png");
          } else {
            window.alert("This figure is too large for a PNG here; save it as SVG.");
          }
        }, "image/png");
      };
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg.text);
    }).catch(function (e) { window.alert("This figure cannot be saved: " + e.message); });
  }

  function refresh() {
    var choice = chosen();
    var words = Object.keys(choice).map(function (column) {
      var values = Object.keys(choice[column]);
      var taken = values.filter(function (v) { return choice[column][v]; }).length;
      return taken + " of " + values.length + " " + column + "s";
    });
    document.getElementById("chosen").textContent = "The figures show " + words.join(", ") + ".";
    figures.forEach(function (item) {
      item.stale = true;
      item.figure.removeAttribute("data-drawn");
      if (item.near) {
        draw(item);
      }
    });
  }

  figures.forEach(function (item) {
    item.figure.querySelectorAll("button[data-export]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { exportAs(item, button.getAttribute("data-export")); });
    });
  });

  form.hidden = form.querySelectorAll("fieldset").length === 0;
  form.addEventListener("change", refresh);
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.querySelectorAll("button[data-all]").forEach(function (button) {
    button.addEventListener("click", function () {
      button.parentNode.querySelectorAll("input").forEach(function (box) {
        box.checked = button.getAttribute("data-all") === "true";
      });
      refresh();
    });
  });

  /* A figure is drawn when it comes near, so that a page with many of them opens at once. */
  var watch = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      var item = figures.find(function (f) { return f.figure === entry.target; });
      item.near = entry.isIntersecting;
      if (item.near && item.stale) {
        draw(item);
      }
    });
  }, { rootMargin: "400px" });
  figures.forEach(function (item) { watch.observe(item.figure); });
  window.addEventListener("beforeprint", function () {
    figures.forEach(function (item) { if (item.stale) { draw(item); } });
  });
  var width = window.innerWidth;
  window.addEventListener("resize", function () {
    if (window.innerWidth !== width) {
      width = window.innerWidth;
      refresh();
    }
  });
  window.addEventListener("scroll", function () { tip.hidden = true; }, { passive: true });
  if (form.querySelectorAll("fieldset").length > 0) {
    refresh();
  }
})();
