// Filled Form 1 by easy-template-x, as its documentation shows.
import { TemplateHandler } from "easy-template-x";
import { measure } from "./job.js";

await measure((template) => {
  const handler = new TemplateHandler();
  return (values) => handler.process(template, values);
});
