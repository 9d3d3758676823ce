/** Back to the beginning: as on the day the app was started first. */
import { rm } from 'node:fs/promises';
import { writeLan } from '../cluster/lan-file.ts';
import { remove } from './cluster-actions.ts';
import { transferFolders } from './folders.ts';
import type { SettingsSource } from './settings-source.ts';
import { defaultId, type Workspaces } from './workspaces.ts';

/** Further clusters and connections go, the default one is emptied, settings are the defaults. */
export async function resetAll(workspaces: Workspaces, settings: SettingsSource): Promise<null> {
  for (const id of Object.keys(workspaces.registry.clusters)) await remove(workspaces, id);
  const { cluster } = workspaces.options.target;
  if (cluster) {
    await workspaces.exclusively(defaultId, 'reset', async () => {
      writeLan(cluster.dir, null);
      await cluster.wipe();
      await workspaces.rebuild(defaultId);
    });
  }
  workspaces.registry.setDefaultName(null);
  for (const dir of Object.values(transferFolders(workspaces.options.home))) {
    await rm(dir, { recursive: true, force: true });
  }
  workspaces.options.store.forgetHistory();
  settings.reset();
  workspaces.publish();
  return null;
}
