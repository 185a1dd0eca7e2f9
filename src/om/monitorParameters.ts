import { parseMonitorYaml } from "./monitorYaml.ts";
import { ParameterTable, type Surroundings } from "./parameterTable.ts";

/** OM's configuration: groups of parameters, as in its `monitor.yaml`. */
export class MonitorParameters extends ParameterTable {
  /**
   * Reads the text of a `monitor.yaml`.
   * @throws {OmConfigurationFileSyntaxError}
   */
  static fromYaml(text: string, options: Surroundings = {}): MonitorParameters {
    return new MonitorParameters({ ...options, parameters: parseMonitorYaml(text) });
  }
}
