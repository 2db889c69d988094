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
