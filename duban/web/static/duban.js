/* 只做锦上添花的事：没有它，每一页照常可用。 */
"use strict";

// 防止重复点击：提交后按钮变灰。服务器也只认一次。
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  for (const button of event.target.querySelectorAll("button:not([data-again])")) {
    setTimeout(() => { button.disabled = true; }, 0);
  }
});

// 返回上一页时恢复按钮。
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false;
});

// 在来文中选中一段，自动填入“增补”一栏；没有脚本时粘贴即可。
document.addEventListener("selectionchange", () => {
  const paper = document.getElementById("text");
  const form = document.querySelector("#add form");
  const chosen = document.getSelection();
  if (!paper || !form || !chosen || chosen.isCollapsed || chosen.rangeCount === 0) return;
  const range = chosen.getRangeAt(0);
  if (!paper.contains(range.commonAncestorContainer)) return;
  const before = document.createRange();
  before.selectNodeContents(paper);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  form.elements.words.value = words.trim();
  const blanks = words.length - words.trimStart().length;
  form.elements.start.value = Array.from(before.toString()).length + blanks;
});

// “照抄上次进展”：填进对应的栏，仍由填报人核对后提交。
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.to);
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.value = button.dataset.copy;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
