/** LAN access: local clusters that let programs of other machines in, after a login. */

export type LanState = {
  readonly isOn: boolean;
  /** Under which other machines may reach this one, the likeliest first; none without a network. */
  readonly addresses: readonly string[];
  /** What others are told to connect to; while it is off, a proposal (empty without a network). */
  readonly address: string;
  /** The first broker's; the others follow. While it is off, a proposal. */
  readonly port: number;
  /** For `bootstrap.servers` on other machines; empty while it is off. */
  readonly bootstrap: string;
  readonly users: readonly string[];
};

/** It is told this one time; nobody keeps it. */
export type LanPassword = { readonly password: string };

type OneCluster = { readonly id: string };
type Place = { readonly address: string; readonly port: number };
type OneUser = OneCluster & { readonly user: string };

export type LanApi = {
  readonly 'lan.get': (params: OneCluster) => LanState;
  /** Restarts brokers that run, one after the other; rejects with `port-taken` before the first. */
  readonly 'lan.turnOn': (params: OneUser & Place) => LanPassword;
  /** Another address or other ports, with the same restarts. */
  readonly 'lan.move': (params: OneCluster & Place) => null;
  /** Forgets the users too. */
  readonly 'lan.turnOff': (params: OneCluster) => null;
  /** Adds the user, or gives another password; who used the one before is disconnected. */
  readonly 'lan.setPassword': (params: OneUser) => LanPassword;
  /** Who is logged in as that user is disconnected. */
  readonly 'lan.removeUser': (params: OneUser) => null;
};
