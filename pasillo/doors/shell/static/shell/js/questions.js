// Forms that grow with what is answered. The server decides again; here only what is seen follows at once.

// As the server reads it: of two kinds of mark the last parts the decimals, of one kind the language says.
const POINT = document.documentElement.lang.startsWith("en") ? "." : ",";
const other = (mark) => (mark === "." ? "," : ".");
const decimalMark = (bare) => {
  const [at, otherAt] = [bare.lastIndexOf(POINT), bare.lastIndexOf(other(POINT))];
  if (at >= 0 && otherAt >= 0) return at > otherAt ? POINT : other(POINT);
  const isGrouped = /^-?[1-9]\d{0,2}([.,]\d{3})+$/.test(bare);
  if (at >= 0) return isGrouped && bare.indexOf(POINT) < at ? other(POINT) : POINT;
  return isGrouped ? POINT : other(POINT);
};
const figure = (text) => {
  const bare = text.replace(/[^0-9.,-]/g, "");
  const mark = decimalMark(bare);
  return bare === "" ? NaN : Number(bare.replaceAll(other(mark), "").replace(mark, "."));
};

const given = (form, name) =>
  [...form.querySelectorAll(`[name="${name}"], [name^="${name}."]`)]
    .filter((one) => !one.closest("[data-off]"))
    .filter((one) => (["radio", "checkbox"].includes(one.type) ? one.checked : one.value.trim() !== ""))
    .filter((one) => one.tagName !== "SELECT")
    .map((one) => one.value.trim());

const compare = (value, op, limit) => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(String(limit));
  const one = isDay ? value.replace(/^(\d{4})(\d\d)(\d\d)T.*/, "$1-$2-$3") : figure(value);
  const two = isDay ? limit : Number(limit);
  if (!isDay && Number.isNaN(one)) return false;
  return { at_least: one >= two, at_most: one <= two, more_than: one > two, less_than: one < two }[op];
};

const same = (value, wanted) => {
  if (typeof wanted === "boolean") return value === (wanted ? "yes" : "no");
  return typeof wanted === "number" ? figure(value) === wanted : value === String(wanted);
};

const holds = (condition, form) => {
  if (condition.all) return condition.all.every((part) => holds(part, form));
  if (condition.any) return condition.any.some((part) => holds(part, form));
  const values = given(form, condition.field);
  if (condition.op === "given" || condition.op === "missing") return values.length > 0 === (condition.op === "given");
  if (values.length === 0) return false;
  if (condition.op === "is" || condition.op === "is_not")
    return values.some((value) => condition.values.some((wanted) => same(value, wanted))) === (condition.op === "is");
  return compare(values[0], condition.op, condition.values[0]);
};

// A question that depends on another answer appears only when it is asked; also where the questions came in later.
const follow = (form) => {
  for (const part of form.querySelectorAll("[data-if]")) part.toggleAttribute("data-off", !holds(JSON.parse(part.dataset.if), form));
};
for (const sort of ["input", "change"])
  document.addEventListener(sort, (ev) => {
    const form = ev.target.closest?.("#ask");
    if (form) follow(form);
  });
document.querySelectorAll("#ask").forEach(follow);

// People are suggested while a name is typed; without a script they are asked for after sending.
const known = new Map();
let timer = 0;

const look = async (field) => {
  const words = field.value.trim();
  if (words.length < 2) return;
  const answer = await fetch(`${field.dataset.people}&q=${encodeURIComponent(words)}`).catch(() => null);
  if (!answer?.ok) return;
  const { people } = await answer.json();
  document.getElementById(field.getAttribute("list"))?.replaceChildren(
    ...people.map((one) => {
      const option = document.createElement("option");
      option.value = one.name;
      option.label = one.detail;
      known.set(one.name, one.id);
      return option;
    }),
  );
};

document.addEventListener("input", (ev) => {
  const field = ev.target.closest?.("[data-people]");
  if (!field) return;
  field.parentElement.querySelector("[data-chosen-person]").value = known.get(field.value.trim()) ?? "";
  clearTimeout(timer);
  timer = setTimeout(() => look(field), 200);
});
