/**
 * Charts as pictures of their own: drawn as they are seen, with what they say as text, and nothing that
 * only this page knows (variables, classes, marks that nobody sees).
 */
const looks = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "opacity", "paint-order",
  "font-size", "font-weight", "font-style", "text-anchor", "font-variant-numeric",
];
const side = 24;
const lineTall = 20;
const titleTall = 26;
const gap = 16;
const leastWide = 560;
const letter = 7.4;
const scale = 2;

/** `color(srgb 0.1 0.2 0.3 / 0.5)`, which only browsers know, as rgb() or rgba(). Other colours stay. */
export function plainColour(value: string): string {
  const found = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.]+))?\)$/.exec(value.trim());
  if (!found) return value;
  const [red, green, blue] = found.slice(1, 4).map((part) => Math.round(Math.min(1, Math.max(0, Number(part))) * 255));
  return found[4] === undefined ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${found[4]})`;
}

/** A sentence in lines of at most so many letters. */
export function lines(text: string, most: number): string[] {
  const found: string[] = [];
  for (const word of text.split(/[ \n\t]+/).filter(Boolean)) {
    const last = found.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= most) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A copy whose looks do not come from the page. Ids get a name of their own, so that several copies stand in one picture. */
function alone(chart: SVGSVGElement, name: string): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const shown = [chart, ...chart.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  copies.forEach((element, at) => {
    const original = shown[at];
    if (!original) return;
    const style = getComputedStyle(original);
    for (const attribute of [...element.attributes]) if (/^(class|style|role|tabindex|data-.*|aria-.*)$/.test(attribute.name)) element.removeAttribute(attribute.name);
    if (element === copy || !["g", "path", "rect", "circle", "line", "text", "tspan"].includes(element.tagName)) {
      if (["pattern", "marker"].includes(element.tagName)) element.id = `${name}-${element.id}`;
      return;
    }
    for (const look of looks) {
      const value = style.getPropertyValue(look);
      if (value && value !== "normal") element.setAttribute(look, plainColour(value.replace(/url\("?#([^")]+)"?\)/, `url(#${name}-$1)`)));
    }
    const tip = element.getAttribute("marker-end");
    if (tip) element.setAttribute("marker-end", tip.replace("#", `#${name}-`));
    const label = original.getAttribute("aria-label");
    if (label) element.insertAdjacentHTML("afterbegin", `<title>${escaped(label)}</title>`);
  });
  // What the chart is changed with is no part of what it says.
  copies.forEach((element, at) => shown[at]?.hasAttribute("data-tool") && element.remove());
  return copy;
}

/** What is drawn and cannot be seen is only there to be clicked. */
function dropUnseen(copy: Element): void {
  const none = (value: string | null) => value === null || value === "none" || value === "transparent" || value === "rgba(0, 0, 0, 0)";
  for (const element of copy.querySelectorAll("path, rect, circle")) {
    if (!element.closest("defs") && none(element.getAttribute("fill")) && none(element.getAttribute("stroke"))) element.remove();
  }
}

export interface Picture {
  svg: string;
  width: number;
  height: number;
}

/** All charts within, below each other, under what they say. Null where there is none. */
export function pictureOf(within: Element, title: string, says: string, foot: string): Picture | null {
  const charts = [...within.querySelectorAll<SVGSVGElement>("svg[data-chart]")];
  if (charts.length === 0) return null;
  const page = getComputedStyle(document.body);
  const { backgroundColor, color } = page;
  const width = Math.max(leastWide, ...charts.map((chart) => chart.width.baseVal.value)) + 2 * side;
  const parts: string[] = [];
  let y = side + 14;
  const write = (text: string, size: number, weight: number, opacity = 1) =>
    parts.push(`<text x="${side}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${plainColour(color)}" fill-opacity="${opacity}">${escaped(text)}</text>`);
  write(title, 15, 600);
  y += 6;
  for (const line of lines(says, Math.floor((width - 2 * side) / letter))) {
    y += lineTall;
    write(line, 14, 400);
  }
  y += gap;
  charts.forEach((chart, at) => {
    const name = chart.closest<HTMLElement>("[data-caption]")?.dataset.caption ?? (charts.length > 1 ? chart.getAttribute("aria-label") : null);
    if (name) {
      y += titleTall - 8;
      write(name, 13, 600);
      y += 10;
    }
    const copy = alone(chart, `chart${at}`);
    dropUnseen(copy);
    copy.setAttribute("x", String(side));
    copy.setAttribute("y", String(y));
    parts.push(new XMLSerializer().serializeToString(copy));
    y += chart.height.baseVal.value + gap;
  });
  y += 8;
  write(foot, 11, 400, 0.7);
  const height = Math.ceil(y + side - 6);
  const family = escaped(page.fontFamily).replaceAll("&#34;", "'");
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${family}" font-size="12">` +
    `<rect width="100%" height="100%" fill="${plainColour(backgroundColor)}"/>${parts.join("")}</svg>`;
  return { svg, width, height };
}

/** The page's own font as a rule that a picture can carry: pictures know no fonts of the page. */
async function fontRule(): Promise<string> {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const family = rule.style.getPropertyValue("font-family");
      const url = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src"))?.[1];
      if (!url || !family.includes("Inter") || !/U\+0+-0*FF/i.test(rule.style.getPropertyValue("unicode-range"))) continue;
      const bytes = new Uint8Array(await (await fetch(new URL(url, sheet.href ?? location.href))).arrayBuffer());
      let text = "";
      for (const byte of bytes) text += String.fromCharCode(byte);
      return `<style>@font-face{font-family:${family};font-weight:100 900;src:url(data:font/woff2;base64,${btoa(text)})}</style>`;
    }
  }
  return "";
}

/** The picture in points, twice as fine as on a plain screen. */
export async function asPng({ svg, width, height }: Picture): Promise<Blob | null> {
  const font = await fontRule().catch(() => "");
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.replace(/(<svg[^>]*>)/, `$1${font}`))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Gives the browser a file that was made here. */
export function save(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
