"use strict";

// What the tests bring up with the embedded engine: Pulumi's own SDK and providers' packages on one side of the
// protocol, our engine on the other.
const docker = require("@pulumi/docker");
const pulumi = require("@pulumi/pulumi");
const random = require("@pulumi/random");

const config = new pulumi.Config();
const prefix = config.require("prefix");

/** A container with a data volume and a configuration file of its own. */
class Service extends pulumi.ComponentResource {
  constructor(name, args, options) {
    super("peer:index:Service", name, {}, options);

    const data = new docker.Volume(`${name}-data`, { name: `${prefix}-data` }, { parent: this });
    const container = new docker.Container(
      name,
      {
        name: `${prefix}-${name}`,
        image: args.image,
        command: ["/bin/sleep", "3600"],
        envs: [`LEVEL=${args.level}`, pulumi.interpolate`PASSWORD=${args.password}`],
        hostname: name,
        restart: "no",
        stopTimeout: 1,
        destroyGraceSeconds: 1,
        wait: true,
        waitTimeout: 60,
        healthcheck: {
          tests: ["CMD", "/bin/cat", "/etc/peer/peer.conf"],
          interval: "1s",
          timeout: "5s",
          retries: 5,
        },
        labels: [{ label: "peer", value: prefix }],
        networksAdvanced: args.networks.map((network) => ({ name: network.name, aliases: [name] })),
        uploads: [{ file: "/etc/peer/peer.conf", content: `motto = ${args.motto}\n` }],
        volumes: [{ volumeName: data.name, containerPath: "/data" }],
      },
      { parent: this, deleteBeforeReplace: true },
    );

    this.containerName = container.name;
    this.volumeName = data.name;
    this.registerOutputs({ containerName: this.containerName });
  }
}

const image = new docker.RemoteImage("image", { name: config.require("image"), keepLocally: true });
const networks = ["front", "back"].map(
  (name) => new docker.Network(name, { name: `${prefix}-${name}`, internal: name === "back" }),
);
const password = new random.RandomPassword("password", { length: 24, special: false });

const service = new Service("web", {
  image: image.imageId,
  level: config.get("level") ?? "info",
  motto: config.get("motto") ?? "festina lente",
  networks,
  password: password.result,
});

exports.container = service.containerName;
exports.volume = service.volumeName;
exports.password = password.result;
exports.token = config.requireSecret("token").apply((token) => `token:${token}`);
exports.lists = { networks: networks.map((network) => network.name), count: networks.length };
