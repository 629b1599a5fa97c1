// The map of orders to move about in. The drawing of the server stays where the library or the graphics card is missing.

const URGES = ["late", "soon", "calm", "still", "done"];
// A name stands where no mark covers it, if there is such a place near the middle of its community.
const PLACES = [
  "center", [0, 0], "top", [0, 0.6], "bottom", [0, -0.6], "left", [0.8, 0], "right", [-0.8, 0],
  "top-left", [-1.5, 1.8], "top-right", [1.5, 1.8], "bottom-left", [-1.5, -1.8], "bottom-right", [1.5, -1.8],
];
const SIZE = 26, MOST_IN_CARD = 12, MOST_AT_ONCE = 50;

function addStyles(address) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
}

const getJson = (address) => fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function outline(pen, urge, middle, reach) {
  pen.beginPath();
  if (urge === "late") {
    pen.moveTo(middle, middle - reach);
    pen.lineTo(middle + reach, middle + reach * 0.8);
    pen.lineTo(middle - reach, middle + reach * 0.8);
  } else if (urge === "soon") {
    for (const [x, y] of [[0, -1], [1, 0], [0, 1], [-1, 0]]) pen.lineTo(middle + x * reach, middle + y * reach);
  } else if (urge === "still") {
    pen.rect(middle - reach * 0.75, middle - reach * 0.75, reach * 1.5, reach * 1.5);
  } else {
    pen.arc(middle, middle, urge === "done" ? reach * 0.7 : reach * 0.85, 0, 7);
  }
  pen.closePath();
}

// A mark is a picture: its shape tells the same as its colour, and letters on a map would need a server of glyphs.
function markOf(urge, count, ratio) {
  const size = (count > 1 ? SIZE + 6 : SIZE - 8) * ratio;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  const fills = { late: colour("bad"), soon: colour("focus"), calm: colour("ok"), still: colour("panel"), done: colour("panel") };
  outline(pen, urge, size / 2, size / 2 - 2 * ratio);
  pen.fillStyle = fills[urge];
  pen.strokeStyle = urge === "late" || urge === "calm" ? colour("panel") : urge === "soon" ? colour("ink") : colour("second");
  pen.lineWidth = (urge === "still" ? 3 : 1.5) * ratio;
  pen.fill();
  pen.stroke();
  if (count > 1) {
    pen.font = `600 ${11 * ratio}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = urge === "late" || urge === "calm" ? colour("panel") : colour("ink");
    pen.fillText(count > 99 ? "99+" : String(count), size / 2, size / 2 + (urge === "late" ? size / 9 : 0));
  }
  return pen.getImageData(0, 0, size, size);
}

function spotsOf(points) {
  const spots = points.spots.map((place) => ({ place, urge: URGES.length - 1, orders: [] }));
  for (const order of points.orders) {
    const spot = spots[order[0]];
    spot.urge = Math.min(spot.urge, order[1]);
    spot.orders.push(order);
  }
  return spots;
}

function featuresOf(spots) {
  const features = spots.map(({ place, urge, orders }, index) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: place },
    properties: { index, first: -urge * 1000 + Math.min(orders.length, 999), mark: `${URGES[urge]}-${Math.min(orders.length, 100)}` },
  }));
  return { type: "FeatureCollection", features };
}

function boundsOf(spots, borders, library) {
  const bounds = new library.LngLatBounds();
  for (const { geometry } of borders.features) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const [outer] of polygons) outer.forEach((place) => bounds.extend(place));
  }
  if (bounds.isEmpty()) spots.forEach(({ place }) => bounds.extend(place));
  return bounds;
}

function styleOf(spots, borders) {
  const line = colour("brand-dark"), area = colour("brand"), halo = colour("panel");
  return {
    version: 8,
    sources: {
      communities: { type: "geojson", data: borders },
      spots: { type: "geojson", data: featuresOf(spots) },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("hover") } },
      { id: "areas", type: "fill", source: "communities", paint: { "fill-color": area, "fill-opacity": 0.1 } },
      { id: "borders", type: "line", source: "communities", paint: { "line-color": line, "line-width": 2 } },
      { id: "names", type: "symbol", source: "communities", layout: { "text-field": ["get", "name"], "text-size": 14, "text-padding": 0, "text-allow-overlap": true, "text-variable-anchor-offset": PLACES },
        paint: { "text-color": line, "text-halo-color": halo, "text-halo-width": 2 } },
      { id: "orders", type: "symbol", source: "spots",
        layout: { "icon-image": ["get", "mark"], "icon-allow-overlap": true, "icon-padding": 0, "symbol-sort-key": ["get", "first"] } },
    ],
  };
}

const idOf = (hex) => [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");

function cardOf(spot, points, box) {
  const card = document.createElement("div");
  card.className = "orders-here";
  if (spot.orders.length > 1) {
    const title = card.appendChild(document.createElement("strong"));
    title.textContent = box.dataset.wordsHere.replace("{count}", spot.orders.length);
  }
  const list = card.appendChild(document.createElement("ul"));
  const sorted = [...spot.orders].sort((one, other) => one[1] - other[1]);
  for (const [, urge, matter, number, hex] of sorted.slice(0, MOST_IN_CARD)) {
    const line = list.appendChild(document.createElement("li"));
    const link = line.appendChild(Object.assign(document.createElement("a"), { href: `${box.dataset.order}${idOf(hex)}/` }));
    link.textContent = number;
    line.append(` ${points.matters[matter]} · ${points.urges[urge]}`);
  }
  const waiting = sorted.filter(([, , , , hex]) => hex in points.waiting).slice(0, MOST_AT_ONCE);
  if (box.dataset.dispatch && waiting.length) {
    const picks = new URLSearchParams([["deed", "dispatch"], ...waiting.map(([, , , , hex]) => ["order", `${idOf(hex)}:${points.waiting[hex]}`])]);
    const link = Object.assign(document.createElement("a"), { href: `${box.dataset.dispatch}?${picks}`, className: "button button-quiet" });
    link.textContent = box.dataset.wordsDispatch.replace("{count}", waiting.length);
    card.appendChild(link);
  }
  if (sorted.length > MOST_IN_CARD) {
    card.appendChild(document.createElement("p")).textContent = box.dataset.wordsMore.replace("{count}", sorted.length - MOST_IN_CARD);
  }
  return card;
}

async function showMap(box) {
  const [library, points, borders] = await Promise.all([
    import(box.dataset.library), getJson(box.dataset.points), getJson(box.dataset.borders), addStyles(box.dataset.styles),
  ]);
  library.setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  const canvas = box.querySelector("[data-canvas]"), drawing = box.querySelector("[data-drawing]");
  const spots = spotsOf(points), ratio = Math.min(devicePixelRatio, 2);
  canvas.hidden = false;
  let map;
  try {
    map = new library.Map({
      container: canvas, style: styleOf(spots, borders), bounds: boundsOf(spots, borders, library), fitBoundsOptions: { padding: 24 },
      attributionControl: false, dragRotate: false, cooperativeGestures: false,
      locale: {
        "Map.Title": box.dataset.wordsMap, "NavigationControl.ZoomIn": box.dataset.wordsNear,
        "NavigationControl.ZoomOut": box.dataset.wordsFar, "Popup.Close": box.dataset.wordsClose,
      },
    });
  } catch (error) {
    canvas.hidden = true;
    throw error;
  }
  map.addControl(new library.NavigationControl({ showCompass: false }));
  map.setMissingStyleImageResolver((id) => {
    const [urge, count] = id.split("-");
    if (!map.hasImage(id)) map.addImage(id, markOf(urge, Number(count), ratio), { pixelRatio: ratio });
  });
  map.on("click", "orders", ({ features }) => {
    const spot = spots[features[0].properties.index];
    new library.Popup({ maxWidth: "22rem" }).setLngLat(spot.place).setDOMContent(cardOf(spot, points, box)).addTo(map);
  });
  map.on("mousemove", ({ point }) => {
    map.getCanvas().style.cursor = map.getLayer("orders") && map.queryRenderedFeatures(point, { layers: ["orders"] }).length ? "pointer" : "";
  });
  await map.once("idle");
  if (drawing) drawing.hidden = true;
  box.dataset.isReady = "yes";
}

const box = document.getElementById("orders-map");
if (box) showMap(box).catch((error) => console.info("The drawn map stays:", error));
