(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  const text = document.getElementById("f-text");
  const stage = document.getElementById("f-stage");
  const gaps = document.getElementById("f-gaps");
  const said = document.getElementById("f-said");
  const rows = Array.from(document.querySelectorAll("table.f > tbody > tr"));
  const others = Array.from(document.querySelectorAll("section[data-other]"));
  const words = new Map();
  const content = (row) => {
    if (!words.has(row)) words.set(row, row.textContent.toLowerCase());
    return words.get(row);
  };
  const folds = Array.from(document.querySelectorAll("main details"));
  const before = new Map(folds.map((fold) => [fold, fold.open]));
  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    const place = stage.value;
    const isOn = wanted !== "" || place !== "" || gaps.checked;
    const kept = new Set();
    let shown = 0;
    for (const row of rows) {
      const { s, g } = row.dataset;
      const isShown =
        (!gaps.checked || g === "1") &&
        (place === "" || s === undefined || s.split(" ").includes(place)) &&
        (wanted === "" || content(row).includes(wanted));
      if (row.hidden === isShown) row.hidden = !isShown;
      if (isShown) {
        shown += 1;
        const fold = row.closest("details");
        if (fold) kept.add(fold);
      }
    }
    for (const other of others) other.hidden = gaps.checked;
    for (const fold of folds) {
      const isHidden = isOn && !kept.has(fold);
      const isOpen = wanted !== "" && kept.has(fold) ? true : before.get(fold);
      if (fold.hidden !== isHidden) fold.hidden = isHidden;
      if (fold.open !== isOpen) fold.open = isOpen;
    }
    said.textContent = isOn
      ? form.dataset.said.replace("{shown}", shown).replace("{all}", rows.length)
      : "";
  };
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  };
  text.addEventListener("input", soon);
  stage.addEventListener("change", filter);
  gaps.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  let open = [];
  addEventListener("beforeprint", () => {
    open = folds.filter((fold) => !fold.open);
    for (const fold of open) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of open) fold.open = false;
  });
  form.hidden = false;
})();
