/** What the members of groups were told; throws when two of them were told the same. */
export class GroupHistory {
  generations = 0;
  commits = 0;
  /** `group generation partition` -> member. */
  private readonly owners = new Map<string, string>();
  private readonly newest = new Map<string, number>();

  noteOwned(group: string, generation: number, member: string, owned: readonly number[]): void {
    for (const partition of owned) {
      const key = `${group} ${generation} ${partition}`;
      const known = this.owners.get(key) ?? member;
      if (known !== member)
        throw new Error(`${known} and ${member} both own partition ${partition} in ${key}`);
      this.owners.set(key, member);
    }
    if (generation <= this.newestGeneration(group)) return;
    this.newest.set(group, generation);
    this.generations++;
  }

  newestGeneration(group: string): number {
    return this.newest.get(group) ?? -1;
  }

  /** A commit of a generation that had already been followed by another must not be taken. */
  noteCommit(group: string, generation: number, newestBefore: number): void {
    if (generation < newestBefore)
      throw new Error(`${group} took a commit of generation ${generation} after ${newestBefore}`);
    this.commits++;
  }
}
