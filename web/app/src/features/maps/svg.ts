/** A drawing as a picture in a file: every text and every attribute is escaped here and nowhere else. Pure. */
import { type Drawing, ink, type Shape } from "./drawing";

/** Signs that XML cannot have are dropped. */
const escaped = (value: string | number): string =>
  String(value).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function element(name: string, attributes: Record<string, string | number | undefined>, content = ""): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(value)}"`])).join("");
  return content ? `<${name}${written}>${content}</${name}>` : `<${name}${written}/>`;
}

/** The attributes of a shape, for a file and for the page alike. */
export function attributesOf(shape: Shape): { name: "rect" | "path" | "circle" | "text"; attributes: Record<string, string | number | undefined>; text?: string } {
  switch (shape.sort) {
    case "rect":
      return { name: "rect", attributes: { x: shape.x, y: shape.y, width: shape.width, height: shape.height, rx: shape.radius, fill: shape.fill, stroke: shape.stroke } };
    case "path":
      return { name: "path", attributes: { d: shape.path, fill: shape.fill ?? "none", stroke: shape.stroke, "stroke-width": shape.width, "stroke-dasharray": shape.dashes, opacity: shape.opacity } };
    case "circle":
      return { name: "circle", attributes: { cx: shape.x, cy: shape.y, r: shape.radius, fill: shape.fill, stroke: shape.stroke } };
    case "text":
      return { name: "text", attributes: { x: shape.x, y: shape.y, "font-size": shape.size, "font-weight": shape.bold ? 600 : undefined, fill: shape.fill, "text-anchor": shape.anchor }, text: shape.text };
  }
}

export const fontFamily = "'Inter Variable', Inter, system-ui, sans-serif";

export function svgOf({ width, height, shapes }: Drawing): string {
  const content = shapes.map((shape) => {
    const { name, attributes, text } = attributesOf(shape);
    return element(name, attributes, text === undefined ? "" : escaped(text));
  });
  const background = element("rect", { width: "100%", height: "100%", fill: ink.paper });
  return element("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, "font-family": fontFamily }, background + content.join(""));
}
