// Where the terminal finds its program, and in what it writes.
const terminal = document.getElementById("terminal");
terminal.dataset.sessionWebsocketUrl = new URL("ws", location.href).href.replace(/^http/, "ws");
document.querySelector("#ended button").addEventListener("click", () => location.reload());

// The terminal measures its letters when it starts, so they must be there.
const start = window.onload;
window.onload = async (event) => {
  const faces = ["", "bold ", "italic ", "italic bold "].map((face) => `${face}16px "Roboto Mono"`);
  await Promise.all(faces.map((face) => document.fonts.load(face)));
  start(event);
};

// Keys go to the screen without a click, from when there is somebody to tell of it.
new MutationObserver((_, observer) => {
  if (terminal.classList.contains("-connected")) {
    observer.disconnect();
    terminal.querySelector("textarea").focus();
  }
}).observe(terminal, { attributeFilter: ["class"] });
