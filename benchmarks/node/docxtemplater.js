// Filled Form 1 by docxtemplater, as its documentation shows.
import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";
import { measure } from "./job.js";

await measure((template) => (values) => {
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
  document.render(values);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
});
