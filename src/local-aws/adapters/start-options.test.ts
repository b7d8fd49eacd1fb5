import { expect, test } from "vitest";
import { parseStartCommand } from "./start-options.ts";

const DEFAULTS = { port: 4173, localAwsPort: 4566, data: ".local-aws", reset: false, openCors: false, tls: false, requireTls: false, realistic: false, faults: false };

test("has defaults for everything", () => {
  expect(parseStartCommand([], {})).toEqual({ kind: "run", options: DEFAULTS });
  expect(parseStartCommand([], { PORT: "", LOCAL_AWS_DATA: "" })).toEqual({ kind: "run", options: DEFAULTS });
});

test("takes variables, and flags before them", () => {
  const environment = { PORT: "1", LOCAL_AWS_PORT: "2", LOCAL_AWS_DATA: "from-env" };
  expect(parseStartCommand([], environment)).toMatchObject({ options: { port: 1, localAwsPort: 2, data: "from-env" } });
  expect(parseStartCommand(["--port", "3", "--local-aws-port=0", "--data", "d", "--reset", "--open-cors"], environment)).toEqual({
    kind: "run",
    options: { port: 3, localAwsPort: 0, data: "d", reset: true, openCors: true, tls: false, requireTls: false, realistic: false, faults: false },
  });
  expect(parseStartCommand(["--memory"], environment)).toMatchObject({ options: { data: undefined } });
});

test("--help wins over running", () => {
  expect(parseStartCommand(["--help", "--port", "1"], {})).toEqual({ kind: "help" });
});

test.each([
  [["--nonsense"], {}, "--nonsense"],
  [["serve"], {}, "serve"],
  [["--port", "many"], {}, '--port must be a port from 0 to 65535, not "many".'],
  [["--port", "65536"], {}, "--port"],
  [["--port", "-1"], {}, "--port"],
  [["--port="], {}, "--port"],
  [["--port"], {}, "--port"],
  [[], { LOCAL_AWS_PORT: "1.5" }, "LOCAL_AWS_PORT must be a port"],
  [["--port", "4566"], {}, "cannot both use port 4566"],
  [["--memory", "--reset"], {}, "--reset"],
  [["--memory", "--data", "d"], {}, "--data and --memory"],
  [["--data="], {}, "--data needs"],
])("%j with %j is a mistake that is named", (args, environment, named) => {
  expect(parseStartCommand(args, environment)).toEqual({ kind: "mistake", message: expect.stringContaining(named) });
});
