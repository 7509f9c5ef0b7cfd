import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const features = ["access", "collect", "condition", "home", "journeys", "maps", "people", "timeline"];

// Knowledge goes one way: app → features → ui, api → lib; a feature meets another at its index.
function layer(files, forbidden) {
  return {
    files,
    rules: { "no-restricted-imports": ["error", { patterns: forbidden }] },
  };
}

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts"] },
  ...tseslint.configs.strict,
  hooks.configs.flat.recommended,
  {
    rules: {
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      // TanStack Virtual's instance is mutable by design and is not passed to memoised children.
      "react-hooks/incompatible-library": "off",
    },
  },
  layer(["src/lib/**"], [{ group: ["@/app/*", "@/api/*", "@/ui/*", "@/features/*"], message: "lib knows nobody." }]),
  layer(["src/api/**"], [{ group: ["@/app/*", "@/ui/*", "@/features/*"], message: "api knows lib only." }]),
  layer(["src/ui/**"], [{ group: ["@/app/*", "@/features/*", "@/api/*"], message: "ui knows lib only." }]),
  ...features.map((name) =>
    layer(
      [`src/features/${name}/**`],
      [
        { group: ["@/app/*"], message: "Features do not know the shell." },
        {
          regex: `^@/features/(?!${name}(/|$))[a-z]+/.+`,
          message: "Import another feature through its index.",
        },
      ],
    ),
  ),
);
