/** The name of each role in the tables of words. */
export const roleKeys = {
  leader: 'cluster.roleLeader',
  follower: 'cluster.roleFollower',
  out: 'cluster.roleOut',
  offline: 'cluster.roleOffline',
} as const;
