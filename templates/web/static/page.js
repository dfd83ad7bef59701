// What a browser can do beyond plain forms: drag and drop with progress, following a build, filtering at once, asking
// before something is removed. Every page works without this file.

document.documentElement.classList.add("js");

const BASE = document.documentElement.dataset.base; // where the service begins: `/`, or its sub-path with a slash

history.replaceState(history.state, ""); // Back and Reload ask for this page; a form that was refused is not sent again

const TIDYING = "已收到，正在整理文件……", KEPT = "kept"; // the latter names what this tab keeps

for (const form of document.querySelectorAll("[data-upload], [data-arrive]")) setUpUpload(form);
for (const part of document.querySelectorAll("[data-follow]")) follow(part);
addEventListener("beforeprint", () => { for (const part of document.querySelectorAll("main details")) part.open = true; }); // paper opens nothing
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // gone back to: what it shows may be old
for (const form of document.querySelectorAll("[data-live]")) live(form);
for (const button of document.querySelectorAll("[data-more]")) moreRows(button);
for (const form of document.querySelectorAll("[data-leave]")) askBeforeLeaving(form);
bringBack();
for (const form of document.querySelectorAll("[data-filter]")) form.addEventListener("change", () => form.requestSubmit());
for (const one of document.querySelectorAll("[data-enter]")) { // what Enter means there is what the form is for, not its first button
  one.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    one.form.requestSubmit(one.form.querySelector(".primary"));
  });
}
for (const form of document.querySelectorAll("[data-ask]")) {
  form.addEventListener("submit", (event) => { if (!confirm(form.dataset.ask)) event.preventDefault(); });
}

// ---- forms beside the page that they print

const PAUSE = 700; // milliseconds without typing

function tell(place, text, reminder) {
  place.textContent = text;
  place.classList.toggle("reminder", text.startsWith(reminder));
}

function live(form) {
  const noticed = document.querySelector("[data-noticed]"), note = noticed.querySelector("[data-noticed-note]");
  let timer = 0, asked = 0;
  const look = async () => {
    const mine = ++asked;
    noticed.classList.add("stale");
    const answer = await fetch(form.dataset.live, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (mine !== asked) return; // somebody typed on
    if (answer?.status === 401) return void (note.textContent = "登录已过期，现在保存不了。请另开一个窗口登录，再回到这里保存。");
    if (!answer || !answer.ok) return void (note.textContent = "暂时画不出来。保存后会再试。");
    const found = await answer.json();
    noticed.classList.toggle("stale", !found.pages);
    for (const one of form.querySelectorAll("[data-wrong-of]")) tell(one, found.wrong[one.dataset.wrongOf] || "", form.dataset.reminder);
    note.textContent = found.pages ? `共${found.pages}页${found.pages > found.drawn.length ? `，这里是前${found.drawn.length}页` : ""}。` : "改好红字处以后显示。";
    if (found.pages) noticed.querySelector("[data-noticed-pages]").replaceChildren(...found.drawn.map(sheet));
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); });
}

function sheet(address, place) {
  const image = new Image(800, 1131);
  image.className = "sheet";
  image.alt = `通知 第${place + 1}页`;
  image.src = address;
  return image;
}

function moreRows(button) {
  button.addEventListener("click", () => {
    const body = button.closest("section").querySelectorAll("table.typed tbody")[[...button.closest("section").querySelectorAll("[data-more]")].indexOf(button)];
    const row = body.lastElementChild.cloneNode(true);
    for (const one of row.querySelectorAll("[name]")) {
      one.name = one.name.replace(/\.(\d+)\./, (_, number) => `.${Number(number) + 1}.`);
      one.id = `b-${one.name}`;
      one.value = "";
      const wrong = one.parentElement.querySelector("[data-wrong-of]");
      wrong.dataset.wrongOf = one.name;
      wrong.id = `w-${one.name}`;
      wrong.textContent = "";
      one.setAttribute("aria-describedby", wrong.id);
    }
    body.append(row);
    row.querySelector("[name]").focus();
  });
}

function askBeforeLeaving(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", (event) => { changed = false; keep(form, event.submitter); });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// ---- what was sent when nobody was signed in any more: kept in this tab until it is sent again or given up

function keep(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  sessionStorage.setItem(KEPT, JSON.stringify({ action: form.action, enctype: form.enctype, fields }));
}

function bringBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT)), unsaved = document.querySelector("[data-unsaved]");
  document.querySelector("form[action$='/logout']")?.addEventListener("submit", () => sessionStorage.removeItem(KEPT));
  if (!kept) return;
  if (unsaved) {
    sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, unsaved: true }));
    return void unsaved.append("填的内容还留在这个窗口里，登录后可以再保存。");
  }
  if (!kept.unsaved) return void (document.querySelector("input[type=password]") || sessionStorage.removeItem(KEPT)); // it was answered
  if ([...document.querySelectorAll("[data-leave]")].some((form) => form.action === kept.action)) offer(kept);
}

function offer(kept) {
  const note = document.createElement("div"), said = document.createElement("p"), ways = document.createElement("p");
  note.className = "warn summary";
  note.setAttribute("role", "status");
  said.textContent = "登录过期时填的内容还没有保存。";
  ways.className = "forward";
  const way = (text, act) => { const one = document.createElement("button"); one.textContent = text; one.onclick = () => { note.remove(); act(); }; ways.append(one); };
  way("保存那时填的", () => sendAgain(kept));
  way("不要了", () => sessionStorage.removeItem(KEPT));
  note.append(said, ways);
  document.querySelector("main h1").after(note);
}

function sendAgain({ action, enctype, fields }) {
  const form = Object.assign(document.createElement("form"), { method: "post", action, enctype, hidden: true });
  for (const [name, value] of fields) form.append(Object.assign(document.createElement("textarea"), { name, value }));
  document.body.append(form);
  sessionStorage.setItem(KEPT, JSON.stringify({ action, enctype, fields }));
  form.submit();
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
  if (form.dataset.arrive) return void arrive(form, files);
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
    if (request.status === 401) return location.assign(`${BASE}login?then=${encodeURIComponent(location.pathname.slice(BASE.length - 1) + location.search)}`);
    const answer = JSON.parse(request.responseText);
    if (request.status < 300) return void (location.href = `${BASE}campaigns/${answer.id}?just=true`);
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

// ---- material in pieces: a broken line goes on with what has not come yet

const STALLED = 20_000, AGAIN = [1, 2, 4, 8, 15, 30]; // milliseconds without a byte; seconds before a further try

async function arrive(form, files) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const wrong = part("wrong"), what = part("what"), bar = part("bar"), drop = part("drop"), sending = part("sending");
  const say = (text) => { wrong.textContent = text; wrong.hidden = !text; };
  say("");
  const tooLarge = files.find((one) => one.file.size > Number(form.dataset.file));
  const bytes = files.reduce((sum, one) => sum + one.file.size, 0);
  if (!files.length) return say("没有选中文件。请重新选择。");
  if (files.length > Number(form.dataset.files)) return say(`选了${files.length}个文件，一次最多${form.dataset.files}个，请分几次上传。`);
  if (tooLarge) return say(`“${tooLarge.file.name}”有${megabytes(tooLarge.file.size)} MB，一个文件最多${megabytes(form.dataset.file)} MB。`);
  if (bytes > Number(form.dataset.bytes)) return say(`文件共${megabytes(bytes)} MB，一个活动最多${megabytes(form.dataset.bytes)} MB。`);
  const stop = new AbortController();
  const leaving = (event) => event.preventDefault();
  addEventListener("beforeunload", leaving);
  drop.hidden = true;
  sending.hidden = false;
  part("stop").onclick = () => stop.abort();
  const shown = (done) => {
    bar.value = bytes ? (100 * done) / bytes : 0;
    what.textContent = `正在上传：${Math.floor(bar.value)}%（${size(done)}，共${size(bytes)}）`;
  };
  const told = (text) => { what.textContent = text; };
  try {
    const go = await pieces(form, files, stop.signal, shown, told);
    removeEventListener("beforeunload", leaving);
    location.href = go;
  } catch (error) {
    removeEventListener("beforeunload", leaving);
    drop.hidden = false;
    sending.hidden = true;
    say(stop.signal.aborted ? "" : error.message);
  }
}

async function pieces(form, files, signal, shown, told) {
  const begin = form.dataset.arrive, here = begin.replace(/pieces$/, "");
  const recommender = form.querySelector("[name=recommender]")?.value || "";
  const list = files.map((one) => ({ path: one.path, bytes: one.file.size }));
  shown(0);
  const { upload } = await asked(begin, { method: "POST", signal, body: JSON.stringify({ files: list, recommender }), headers: { "Content-Type": "application/json" } }, told);
  let before = 0;
  for (const [number, { file }] of files.entries()) {
    let at = 0;
    while (at < file.size) {
      const piece = file.slice(at, at + Number(form.dataset.piece));
      at = await sent(`${here}${upload}/pieces/${number}?at=${at}`, piece, signal, (part) => shown(before + at + part), told, () => there(`${here}${upload}/pieces`, number, signal, told));
      if (at < 0) { at = file.size; break; } // one that is not wanted
    }
    before += file.size;
    shown(before);
  }
  told(TIDYING);
  return (await asked(`${here}${upload}/whole`, { method: "POST", signal }, told)).go;
}

// How much of the file is there then. A line that breaks or stands still is tried again with what is there by then.
async function sent(address, piece, signal, shown, told, look) {
  for (const seconds of [...AGAIN, 0]) {
    const answer = await sendPiece(address, piece, signal, shown, told);
    if (signal.aborted) throw new Error("");
    if (answer.status === 200) return JSON.parse(answer.text).received;
    if (answer.status === 409) return look();
    if (answer.status === 404 && !answer.text.includes("上传")) return -1;
    if (answer.status) throw new Error(refusal(answer.text));
    if (!seconds) break;
    told(`网络中断，${seconds}秒后从断开的地方接着传……`);
    await new Promise((done) => setTimeout(done, 1000 * seconds));
    const now = await look().catch(() => null);
    if (now !== null) return now;
  }
  throw new Error("上传中断。请检查网络和服务是否还在运行，再重新上传。");
}

function sendPiece(address, piece, signal, shown, told) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    let still = 0, timer = setInterval(() => {
      still += 1000;
      if (still >= STALLED) told("很久没有传出去，网络可能断了，还在等……");
      if (still >= 3 * STALLED) request.abort();
    }, 1000);
    const end = (status) => { clearInterval(timer); done({ status, text: request.responseText || "" }); };
    signal.addEventListener("abort", () => request.abort());
    request.upload.addEventListener("progress", (event) => { still = 0; shown(event.loaded); });
    request.addEventListener("load", () => end(request.status));
    request.addEventListener("error", () => end(0));
    request.addEventListener("abort", () => end(0));
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(piece);
  });
}

async function there(address, number, signal, told) {
  return (await asked(address, { signal }, told)).received[number];
}

async function asked(address, how, told) {
  for (const seconds of [...AGAIN, 0]) {
    const answer = await fetch(address, how).catch(() => null);
    if (how.signal?.aborted) throw new Error("");
    if (answer?.ok) return answer.json();
    if (answer) throw new Error(refusal(await answer.text()));
    if (!seconds) break;
    told(`网络中断，${seconds}秒后再试……`);
    await new Promise((done) => setTimeout(done, 1000 * seconds));
  }
  throw new Error("上传中断。请检查网络和服务是否还在运行，再重新上传。");
}

function refusal(text) {
  const { message, fix } = JSON.parse(text);
  return `${message}${fix}`;
}

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${megabytes(bytes)} MB`);
const megabytes = (bytes) => Math.round(bytes / 1e6);

// ---- following a build

const ENDED = ["done", "failed", "cancelled"];
const AGAIN_MS = 2000;

function follow(part) {
  const stage = part.querySelector("[data-stage]"), bar = part.querySelector("[data-bar]");
  const lost = part.querySelector("[data-lost]");
  const source = new EventSource(part.dataset.follow);
  source.addEventListener("open", () => { lost.hidden = true; });
  source.addEventListener("progress", (event) => {
    const build = JSON.parse(event.data);
    if (ENDED.includes(build.state)) {
      source.close();
      return location.reload();
    }
    (part.querySelector("[data-building]") || document.querySelector("h1")).textContent = build.state === "waiting" ? "排队中" : "正在生成";
    stage.textContent = build.said;
    bar.value = Math.round(build.share * bar.max);
  });
  source.addEventListener("error", () => {
    lost.hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(() => lookAgain(part), AGAIN_MS); // refused, not lost
  });
}

async function lookAgain(part) { // the service may have started anew: its page says what there is to do
  const answer = await fetch(location.href).catch(() => null);
  if (answer) location.reload(); else setTimeout(() => lookAgain(part), AGAIN_MS);
}
