import { FaceActions } from "./actions.ts";
import type { WheelMode } from "./canvas/gestures.ts";
import { Stage } from "./canvas/stage.ts";
import { surroundings } from "./capabilities.ts";
import { SECTION_NAMES } from "./controlNames.ts";
import { FailureCard } from "./controls/failure.ts";
import { failureOf } from "./controls/failureTexts.ts";
import { iconButton } from "./controls/fields.ts";
import { GeometryForm } from "./controls/geometryForm.ts";
import { type HelpAccess, HelpDialog } from "./controls/help.ts";
import { ImageFacts } from "./controls/imageFacts.ts";
import { LevelsPanel } from "./controls/levels.ts";
import { LiveBar } from "./controls/liveBar.ts";
import { Notice } from "./controls/notice.ts";
import { Panel } from "./controls/panel.ts";
import { type PixelReading, Readout } from "./controls/readout.ts";
import { ResultsPanel } from "./controls/results.ts";
import { SaveMenu, type Saving } from "./controls/saveMenu.ts";
import { Toolbar } from "./controls/toolbar.ts";
import { Transport } from "./controls/transport.ts";
import { h, setAttribute, setShown } from "./dom.ts";
import { DrawPace } from "./drawPace.ts";
import { type Tell, tellChanges } from "./events.ts";
import { handleKey } from "./keyboard.ts";
import type { FaceState, Model, Part } from "./model.ts";
import { groundOf, modelOf } from "./modelOf.ts";
import { LiveText } from "./overlays/liveText.ts";
import { isPassingChange } from "./passingChange.ts";
import { returnFocus } from "./returnFocus.ts";
import { RoomObserver } from "./room.ts";
import { save } from "./saving.ts";
import { MeasurePanel, opensFor } from "./tools/measurePanel.ts";
import type { ViewerController } from "./viewerController.ts";
import type { ViewerState } from "./viewerState.ts";

export interface FaceOptions {
  readonly controller: ViewerController;
  readonly tell: Tell;
  readonly settings: HelpAccess;
  /** The address of this view, where the page gives one. */
  readonly link: () => string | null;
}

/** The whole of what a person sees of a viewer: draws the controller's state, and turns what is done into calls. */
export class Face {
  readonly element: HTMLElement;
  readonly actions: FaceActions;
  readonly #options: FaceOptions;
  readonly #stage: Stage;
  readonly #panel: Panel;
  readonly #readout: Readout;
  readonly #notice = new Notice();
  readonly #help: HelpDialog;
  readonly #menu: SaveMenu;
  readonly #bar: LiveBar;
  readonly #toolbar: Toolbar;
  readonly #transport: Transport;
  readonly #parts: readonly Part[];
  readonly #end = new AbortController();
  readonly #room: RoomObserver;
  readonly #unsubscribe: () => void;
  #told: ViewerState;
  #toldImage: number | null = null;
  readonly #pace = new DrawPace(() => this.#render());
  #face: FaceState = {
    cursor: null,
    pinned: null,
    tool: "pan",
    measured: null,
    moving: false,
    canvas: { width: 0, height: 0, density: 1 },
    layout: "wide",
    loupe: false,
  };

  constructor(options: FaceOptions) {
    this.#options = options;
    const { controller } = options;
    this.#told = controller.state;
    this.actions = new FaceActions({
      controller,
      model: () => this.model,
      setFace: (change) => this.#setFace(change),
      fail: (what, error) => this.#fail(what, error),
      say: (text) => this.#notice.say(text),
      viewMoved: () => this.#pace.soon(),
    });
    this.#bar = new LiveBar(this.actions);
    this.#stage = this.#makeStage();
    this.#readout = new Readout({
      actions: this.actions,
      read: (reading) => this.#read(reading),
      pinnedRead: () => this.#pace.soon(),
    });
    this.#help = new HelpDialog(options.settings);
    this.#menu = new SaveMenu((saving) => void this.#save(saving));
    const help = iconButton({ name: "help", label: "Help", key: "?", press: () => this.#help.show() });
    this.#toolbar = new Toolbar(this.actions, { trailing: [this.#menu.button, help] });
    this.#transport = new Transport(this.actions);
    this.#panel = this.#makePanel();
    const failure = new FailureCard(this.actions);
    const liveText = new LiveText({ reading: () => this.#readout.reading });
    this.#parts = [
      this.#stage,
      this.#readout,
      liveText,
      this.#bar,
      this.#toolbar,
      this.#transport,
      this.#panel,
      failure,
      this.#notice,
    ];
    this.element = h(
      "div",
      { class: "viewer" },
      this.#bar.element,
      this.#toolbar.element,
      h(
        "div",
        { class: "stage-frame" },
        this.#stage.element,
        this.#notice.element,
        failure.element,
        liveText.element,
      ),
      this.#readout.element,
      this.#transport.element,
      this.#panel.element,
      this.#menu.element,
      this.#help.element,
    );
    this.#room = new RoomObserver({
      viewer: this.element,
      stage: this.#stage.element,
      changed: (room) => this.#setFace(room),
    });
    this.#listen();
    this.#unsubscribe = controller.subscribe((state) => this.#changed(state));
    this.#pace.soon();
  }

  /** Everything that is shown, as of now. */
  get model(): Model {
    return modelOf(this.#options.controller.state, this.#face);
  }

  set wheelMode(mode: WheelMode) {
    this.#stage.wheelMode = mode;
  }

  set shortcuts(isOn: boolean) {
    this.#shortcuts = isOn;
  }
  #shortcuts = true;

  /** Shows the named parts, and no others. */
  set controls(names: ReadonlySet<string>) {
    setShown(this.#bar.element, names.has("bar"));
    setShown(this.#toolbar.element, names.has("tools"));
    setShown(this.#readout.element, names.has("cursor"));
    setShown(this.#transport.element, names.has("transport"));
    this.#panel.names = new Set(SECTION_NAMES.filter((name) => names.has(name)));
    setAttribute(
      this.element,
      "data-panel",
      SECTION_NAMES.some((name) => names.has(name)),
    );
    setAttribute(this.element, "data-minimap", names.has("minimap"));
  }

  set hasLink(hasLink: boolean) {
    this.#menu.hasLink = hasLink;
  }

  /** Says something for some seconds. */
  say(text: string, tone?: "good" | "bad"): void {
    this.#notice.say(text, tone);
  }

  dispose(): void {
    this.#pace.dispose();
    this.#unsubscribe();
    this.#room.dispose();
    this.#end.abort();
    for (const part of this.#parts) part.dispose?.();
  }

  #makeStage(): Stage {
    return new Stage({
      controller: this.#options.controller,
      actions: this.actions,
      model: () => this.model,
      setMoving: (moving) => this.#setFace({ moving }),
      shown: (imageKey) => this.#imageShown(imageKey),
      fail: (what, error) => this.#fail(what, error),
    });
  }

  #makePanel(): Panel {
    return new Panel([
      {
        name: "results",
        title: "Results",
        part: new ResultsPanel(this.actions),
        isThere: ({ state }) => state.results !== null,
      },
      { name: "levels", title: "Levels", part: new LevelsPanel(this.actions) },
      { name: "measure", title: "Measure", part: new MeasurePanel(this.actions), isClosed: true, opensFor },
      { name: "rings", title: "Geometry", part: new GeometryForm(this.actions) },
      { name: "image", title: "Image", part: new ImageFacts() },
    ]);
  }

  #listen(): void {
    const options = { signal: this.#end.signal };
    this.element.addEventListener("keydown", (event) => this.#key(event), options);
    this.element.addEventListener("pointerdown", (event) => this.#pressed(event), options);
    returnFocus(this.#panel.element, { to: this.#stage.element, ...options });
  }

  #setFace(change: Partial<FaceState>): void {
    this.#face = { ...this.#face, ...change };
    this.#pace.soon();
  }

  #changed(state: ViewerState): void {
    const before = this.#told;
    tellChanges(before, state, this.#options.tell);
    this.#told = state;
    if (isPassingChange(before, state)) {
      this.#stage.askForPicture(this.model);
      this.#pace.later();
    } else this.#pace.soon();
  }

  #render(): void {
    const { model } = this;
    const { state } = model;
    const isStale = state.image !== null && failureOf(state, surroundings()) !== null;
    setAttribute(this.element, "data-stale", isStale);
    setAttribute(this.element, "data-ground", groundOf(state.look));
    for (const part of this.#parts) part.update(model);
  }

  #imageShown(imageKey: number): void {
    this.#pace.soon();
    const { image } = this.#options.controller.state;
    if (image === null || image.key !== imageKey || imageKey === this.#toldImage) return;
    this.#toldImage = imageKey;
    this.#options.tell("frame", { image });
  }

  #read(reading: PixelReading | null): void {
    this.#options.tell("cursor", { reading });
    this.#pace.soon();
  }

  #key(event: KeyboardEvent): void {
    const isEscape = event.key === "Escape";
    if (!this.#shortcuts && !isEscape) return;
    if (this.#help.element.open) return;
    handleKey(event, {
      actions: this.actions,
      face: () => this.#face,
      savePicture: () => void this.#save("png"),
      showHelp: () => this.#help.show(),
      dismiss: () => this.#dismiss(),
    });
  }

  /** What was opened last is closed first. */
  #dismiss(): boolean {
    if (this.#menu.isOpen) this.#menu.close();
    else if (this.#face.tool !== "pan") this.actions.setTool("pan");
    else if (this.#face.pinned !== null) this.actions.unpin();
    else return false;
    return true;
  }

  #pressed(event: PointerEvent): void {
    const path = event.composedPath();
    if (!path.includes(this.#menu.element) && !path.includes(this.#menu.button)) this.#menu.close();
  }

  async #save(saving: Saving): Promise<void> {
    const { controller, link } = this.#options;
    try {
      this.#notice.say(await save(saving, { controller, link, model: () => this.model }));
    } catch (error) {
      this.#fail("Save", error);
    }
  }

  #fail(what: string, error: unknown): void {
    this.#notice.say(`${what}: ${error instanceof Error ? error.message : String(error)}`, "bad");
  }
}
