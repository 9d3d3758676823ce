/** The files of a disk in memory: content by path, and the names in each folder. */

export type Inode = {
  bytes: Buffer;
  sizeBytes: number;
  /** Everything before this position survives a crash. */
  syncedBytes: number;
  modifiedMs: number;
};

/** Files and folders by path, with the names in each folder. */
export class FileTable {
  private readonly files = new Map<string, Inode>();
  private readonly folders = new Map<string, Set<string>>();

  get(path: string): Inode | undefined {
    return this.files.get(path);
  }

  hasFolder(path: string): boolean {
    return path === '' || this.folders.has(path);
  }

  names(folder: string): string[] {
    return [...(this.folders.get(folder) ?? [])].sort();
  }

  paths(): string[] {
    return [...this.files.keys()];
  }

  inodes(): Iterable<Inode> {
    return this.files.values();
  }

  /** Adds or replaces a file. */
  set(path: string, inode: Inode): void {
    this.addFolder(parentOf(path));
    this.files.set(path, inode);
    this.folders.get(parentOf(path))?.add(nameOf(path));
  }

  addFolder(path: string): void {
    if (this.hasFolder(path)) return;
    this.folders.set(path, new Set());
    this.addFolder(parentOf(path));
    this.folders.get(parentOf(path))?.add(nameOf(path));
  }

  /** Removes a file, or a folder with all that is in it. */
  delete(path: string): void {
    for (const name of this.names(path)) this.delete(`${path}/${name}`);
    this.files.delete(path);
    this.folders.delete(path);
    this.folders.get(parentOf(path))?.delete(nameOf(path));
  }

  /** Moves a file, or a folder with all that is in it; a file at `to` is replaced. */
  move(from: string, to: string): void {
    const inode = this.files.get(from);
    if (inode) {
      this.delete(from);
      this.set(to, inode);
      return;
    }
    this.addFolder(to);
    for (const name of this.names(from)) this.move(`${from}/${name}`, `${to}/${name}`);
    this.delete(from);
  }
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
