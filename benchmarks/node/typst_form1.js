// Filled Form 1 in PDF by Typst within node: the compiler is made once, as its documentation shows; no tags, as ours.
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { measure } from "./job.js";

await measure((_, { root, template, fonts }) => {
  const compiler = NodeCompiler.create({ workspace: root, fontArgs: [{ fontPaths: fonts }] });
  return (record) => {
    const inputs = { records: JSON.stringify([record]) };
    return compiler.pdf({ mainFilePath: template, inputs }, { pdfTags: false });
  };
});
