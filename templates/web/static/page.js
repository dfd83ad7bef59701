// What a browser can do beyond plain forms: drag and drop with progress, following a build, filtering at once, asking
// before something is removed. Every page works without this file.

document.documentElement.classList.add("js");

const TIDYING = "已收到，正在整理文件……";

for (const form of document.querySelectorAll("[data-upload]")) setUpUpload(form);
for (const part of document.querySelectorAll("[data-follow]")) follow(part);
for (const form of document.querySelectorAll("[data-filter]")) form.addEventListener("change", () => form.requestSubmit());
for (const form of document.querySelectorAll("[data-ask]")) {
  form.addEventListener("submit", (event) => { if (!confirm(form.dataset.ask)) event.preventDefault(); });
}

// ---- upload

function setUpUpload(form) {
  const drop = form.querySelector("[data-drop]");
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      send(form, [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      input.value = "";
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    send(form, (await Promise.all(items.map(dropped))).flat());
  });
}

function dropped(item) { // asked at once: the items are gone after the event
  const entry = item.webkitGetAsEntry(), file = item.getAsFile();
  return entry ? filesOf(entry) : [{ file, path: file.name }];
}

async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((found, failed) => entry.file(found, failed));
    return [{ file, path: entry.fullPath.slice(1) }];
  }
  const reader = entry.createReader();
  const inside = [];
  for (;;) { // a reader gives at most 100 entries at a time
    const some = await new Promise((found, failed) => reader.readEntries(found, failed));
    if (!some.length) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map(filesOf))).flat();
}

function send(form, files) {
  const wrong = form.querySelector("[data-wrong]");
  const say = (text) => { wrong.textContent = text; wrong.hidden = !text; };
  say("");
  if (!files.length) return say("没有选中文件。请重新选择。");
  if (files.length > Number(form.dataset.files)) return say(`文件超过${form.dataset.files}个，请只选活动文件夹。`);
  const bytes = files.reduce((sum, one) => sum + one.file.size, 0);
  if (bytes > Number(form.dataset.bytes)) return say(`文件共${megabytes(bytes)} MB，超过${megabytes(form.dataset.bytes)} MB，请删去无关的文件。`);
  const body = new FormData();
  for (const one of files) body.append("files", one.file, one.file.name);
  body.append("paths", JSON.stringify(files.map((one) => one.path)));
  post(form, body, say);
}

function post(form, body, say) {
  const drop = form.querySelector("[data-drop]"), sending = form.querySelector("[data-sending]");
  const bar = form.querySelector("[data-bar]"), what = form.querySelector("[data-what]");
  const show = (busy) => { drop.hidden = busy; sending.hidden = !busy; };
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    bar.value = event.total ? (100 * event.loaded) / event.total : 0;
    what.textContent = event.loaded < event.total ? `正在上传：${Math.round(bar.value)}%` : TIDYING;
  });
  request.addEventListener("load", () => {
    const answer = JSON.parse(request.responseText);
    if (request.status < 300) return void (location.href = `/campaigns/${answer.id}`);
    show(false);
    say(`${answer.message}${answer.fix}`);
  });
  request.addEventListener("error", () => { show(false); say("上传中断。请检查服务是否还在运行，然后重新上传。"); });
  request.addEventListener("abort", () => show(false));
  form.querySelector("[data-stop]").onclick = () => request.abort();
  request.open("POST", form.dataset.upload);
  request.send(body);
  show(true);
}

const megabytes = (bytes) => Math.round(bytes / 1e6);

// ---- following a build

function follow(part) {
  const stage = part.querySelector("[data-stage]"), bar = part.querySelector("[data-bar]");
  const source = new EventSource(part.dataset.follow);
  source.addEventListener("progress", (event) => {
    const build = JSON.parse(event.data);
    if (["done", "failed", "cancelled"].includes(build.state)) {
      source.close();
      return location.reload();
    }
    document.querySelector("h1").textContent = build.state === "waiting" ? "排队中" : "正在生成";
    if (build.state === "waiting") {
      stage.textContent = build.before ? `排队中，前面还有${build.before}个任务` : "排队中";
    } else {
      stage.textContent = build.total ? `${build.stage}：已完成${build.done}个，共${build.total}个` : build.stage;
    }
    if (build.total) { bar.max = build.total; bar.value = build.done; } else bar.removeAttribute("value");
  });
}
