/** Attributes of `<eiger-viewer>`, read and applied. What is not understood is as if it were not there. */
import type { ColourTableName, Scale } from "../../src/index.ts";
import { CONTROL_NAMES } from "./controlNames.ts";
import type { Face } from "./face.ts";
import type { MessageDoor } from "./messages/messageDoor.ts";
import type { ViewerController } from "./viewerController.ts";
import type { Look } from "./viewerState.ts";

const SCALES: readonly string[] = ["linear", "sqrt", "log", "hdr"] satisfies readonly Scale[];
const COLOURS: readonly string[] = [
  "inverted-grey",
  "grey",
  "viridis",
  "cividis",
  "hdr",
] satisfies readonly ColourTableName[];

/** What an attribute changes. */
interface AttributeTarget {
  readonly controller: ViewerController;
  readonly face: Face;
  readonly messages: MessageDoor;
  /** To what `src` and `mode` say. */
  connect(): void;
}

export function applyAttribute(name: string, value: string | null, target: AttributeTarget): void {
  const { controller, face, messages } = target;
  const applications: Readonly<Record<string, () => void>> = {
    src: () => target.connect(),
    mode: () => target.connect(),
    paused: () => (value === null ? controller.resume() : controller.pause()),
    colormap: () => isColours(value) && controller.setLook({ colours: value }),
    scale: () => isScale(value) && controller.setLook({ scale: value }),
    levels: () => controller.setLook(levelsOf(value)),
    rings: () => controller.setRings({ visible: value !== null }),
    controls: () => {
      face.controls = controlsOf(value);
    },
    wheel: () => {
      face.wheelMode = value === "ctrl" ? "ctrl" : "zoom";
    },
    shortcuts: () => {
      face.shortcuts = value !== "off";
    },
    channel: () => {
      messages.channel = value;
    },
    "message-origins": () => {
      messages.origins = value;
    },
  };
  applications[name]?.();
}

function isColours(value: string | null): value is ColourTableName {
  return value !== null && COLOURS.includes(value);
}

function isScale(value: string | null): value is Scale {
  return value !== null && SCALES.includes(value);
}

/** "0 20" or "0,20": by hand; all else: by the image. */
function levelsOf(value: string | null): Partial<Look> {
  const [black, white, ...rest] = (value ?? "")
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  const areLevels = black !== undefined && white !== undefined && rest.length === 0 && white > black;
  return areLevels ? { levels: [black, white], auto: null } : { auto: "whole" };
}

function controlsOf(value: string | null): ReadonlySet<string> {
  const names = (value ?? "all").split(/[\s,]+/).filter(Boolean);
  return new Set(names.includes("all") ? CONTROL_NAMES : names);
}
