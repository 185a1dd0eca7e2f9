// Processing layers of a user, as plain modules: what tests of workers need.

/** Sends what it is told and the pixels, in an array of its own. */
export class Echo {
  async initializeProcessingNode() {}
  async initializeCollectingNode() {}
  async processData({ data, nodeRank }) {
    const { event_id, told = null, detector_data } = data;
    return { event_id, told, nodeRank, corner: detector_data.data.slice(0, 4) };
  }
  async waitForData() {}
  async collectData() {}
  async endProcessingOnProcessingNode() {
    return { last: true };
  }
  async endProcessingOnCollectingNode() {}
}

/** Its worker ends, or fails, at every image whose number ends with 7. */
class Crashing extends Echo {
  async processData(options) {
    if (options.data.event_id.endsWith("7")) this.crash();
    return super.processData(options);
  }
}

/** Without a word. */
export class Exiting extends Crashing {
  crash() {
    process.exit(3);
  }
}

/** By an error of the layer. */
export class Throwing extends Crashing {
  crash() {
    throw new RangeError("a defect of the layer");
  }
}

/** By an error that nobody awaits. */
export class Escaping extends Echo {
  async processData() {
    setImmediate(() => {
      throw new RangeError("an error that escaped");
    });
    await new Promise(() => undefined);
  }
}

/** Never sends an event. */
export class Hopeless extends Echo {
  async processData() {
    throw new RangeError("never works");
  }
}

/** Does not end its first event. */
export class Hanging extends Echo {
  async processData() {
    for (;;);
  }
}

/** What cannot be sent. */
export class Unsendable extends Echo {
  async processData() {
    return { call: () => undefined };
  }
}
