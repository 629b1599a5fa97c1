// The map to mark a place on. It comes only when somebody asks for it: its library weighs more than all pages together.

const COLOURS = { area: "#0f5e8c", line: "#0b4a6f", ground: "#e9eef1", estate: "#47545f", label: "#17212b", halo: "#ffffff" };
const NEAR_M = 250;

function addStyles(address) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
}

function ringsOf(geometry) {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

function lies(lon, lat, ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1, y1] = ring[i], [x2, y2] = ring[j];
    if ((y1 > lat) !== (y2 > lat) && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

function communityAt(lon, lat, communities) {
  return communities.features.find(({ geometry }) =>
    ringsOf(geometry).some(([outer, ...holes]) => lies(lon, lat, outer) && !holes.some((hole) => lies(lon, lat, hole))));
}

function nearestEstate(here, estates, library) {
  let best = null, least = NEAR_M;
  for (const estate of estates.features) {
    const distance = here.distanceTo(library.LngLat.convert(estate.geometry.coordinates));
    if (distance < least) [best, least] = [estate, distance];
  }
  return best;
}

function styleOf(layers) {
  return {
    version: 8,
    sources: {
      communities: { type: "geojson", data: layers.communities },
      estates: { type: "geojson", data: layers.estates },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": COLOURS.ground } },
      { id: "areas", type: "fill", source: "communities", paint: { "fill-color": COLOURS.area, "fill-opacity": 0.12 } },
      { id: "borders", type: "line", source: "communities", paint: { "line-color": COLOURS.line, "line-width": 2 } },
      { id: "estates", type: "circle", source: "estates",
        paint: { "circle-radius": 5, "circle-color": COLOURS.estate, "circle-stroke-color": COLOURS.halo, "circle-stroke-width": 2 } },
      { id: "estate-names", type: "symbol", source: "estates",
        layout: { "text-field": ["get", "name"], "text-size": 14, "text-anchor": "top", "text-offset": [0, 0.6] },
        paint: { "text-color": COLOURS.label, "text-halo-color": COLOURS.halo, "text-halo-width": 2 } },
      { id: "community-names", type: "symbol", source: "communities",
        layout: { "text-field": ["get", "name"], "text-size": 16 },
        paint: { "text-color": COLOURS.line, "text-halo-color": COLOURS.halo, "text-halo-width": 2 } },
    ],
  };
}

function boundsOf(layers, library) {
  const bounds = new library.LngLatBounds();
  for (const { geometry } of layers.communities.features) {
    for (const polygon of ringsOf(geometry)) polygon[0].forEach((place) => bounds.extend(place));
  }
  return bounds;
}

export async function showPlaceMap(box) {
  const [library, layers] = await Promise.all([
    import(box.dataset.library),
    fetch(box.dataset.layers).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))),
    addStyles(box.dataset.styles),
  ]);
  library.setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  const canvas = box.querySelector("[data-canvas]");
  const said = box.querySelector("[data-place-said]");
  const unmark = box.querySelector("[data-unmark]");
  const lon = box.querySelector("[name=lon]"), lat = box.querySelector("[name=lat]");
  canvas.hidden = false;
  const map = new library.Map({
    container: canvas, style: styleOf(layers), bounds: boundsOf(layers, library),
    fitBoundsOptions: { padding: 24 }, attributionControl: false, dragRotate: false, cooperativeGestures: false,
  });
  map.addControl(new library.NavigationControl({ showCompass: false }));
  const marker = new library.Marker({ color: "#b3261e" });

  function mark(here) {
    const community = communityAt(here.lng, here.lat, layers.communities);
    if (!community) {
      said.textContent = said.dataset.wordsOutside;
      return;
    }
    const estate = nearestEstate(here, layers.estates, library);
    [lon.value, lat.value] = [here.lng.toFixed(6), here.lat.toFixed(6)];
    marker.setLngLat(here).addTo(map);
    const words = estate ? said.dataset.wordsNear : said.dataset.wordsMarked;
    said.textContent = words.replace("{place}", community.properties.name).replace("{estate}", estate?.properties.name);
    unmark.hidden = false;
  }

  map.on("click", (event) => mark(event.lngLat));
  unmark.addEventListener("click", () => {
    lon.value = lat.value = "";
    marker.remove();
    unmark.hidden = true;
    said.textContent = said.dataset.wordsTap;
  });
  said.textContent = said.dataset.wordsTap;
  if (lon.value && lat.value) mark(new library.LngLat(Number(lon.value), Number(lat.value)));
  document.getElementById("id_estate").addEventListener("change", (event) => {
    const chosen = layers.estates.features.find(({ properties }) => properties.id === event.target.value);
    if (chosen) map.easeTo({ center: chosen.geometry.coordinates, zoom: 16 });
  });
  await map.once("load");
  box.dataset.isReady = "yes";
}
