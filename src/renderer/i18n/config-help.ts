/**
 * What a setting does, in Korean: brokers tell it in English only. All settings of topics are here;
 * of others the broker's own words are shown.
 */
export const koreanConfigHelp: { readonly [name: string]: string } = {
  'cleanup.policy':
    '오래된 세그먼트를 어떻게 할지 정해요. delete는 지우고, compact는 키마다 최신 값만 남겨요. 둘 다 쓸 수도, 비워서 모두 남길 수도 있어요.',
  'compression.gzip.level':
    'compression.type이 gzip인 토픽의 압축 수준이에요. -1은 코덱의 기본값이에요.',
  'compression.lz4.level': 'compression.type이 lz4인 토픽의 압축 수준이에요.',
  'compression.type':
    '토픽에 저장할 때의 압축 코덱이에요. 코덱 이름이나 uncompressed를 쓰고, producer는 프로듀서가 고른 그대로 둬요.',
  'compression.zstd.level': 'compression.type이 zstd인 토픽의 압축 수준이에요.',
  'delete.retention.ms': '로그 압축 토픽에서 툼스톤을 남겨 두는 시간이에요.',
  'file.delete.delay.ms': '파일을 더 쓰지 않게 된 뒤 지울 때까지 기다리는 시간이에요.',
  'flush.messages':
    '레코드가 이만큼 쌓이면 디스크로 내보내요. 복제가 있으면 자주 내보낼 필요가 없어요.',
  'flush.ms': '쓴 내용을 이 시간이 지나면 디스크로 내보내요.',
  'follower.replication.throttled.replicas':
    '가져오기 속도를 제한할 복제본이에요. 파티션:브로커로 쓰고, *는 모두예요.',
  'index.interval.bytes': '오프셋 인덱스의 두 항목 사이에 두는 레코드 바이트예요.',
  'internal.segment.bytes': 'segment.bytes의 하한보다 작은 세그먼트 크기예요. 테스트용이에요.',
  'leader.replication.throttled.replicas':
    '팔로워에게 보내는 속도를 제한할 복제본이에요. 파티션:브로커로 쓰고, *는 모두예요.',
  'local.retention.bytes':
    '계층형 저장소를 쓰는 파티션에서 로컬에 남기는 바이트예요. -2는 retention.bytes를 따라요.',
  'local.retention.ms':
    '계층형 저장소를 쓰는 파티션에서 로컬에 남기는 시간이에요. -2는 retention.ms를 따라요.',
  'max.compaction.lag.ms': '레코드가 로그 압축 없이 남을 수 있는 가장 긴 시간이에요.',
  'max.message.bytes': '압축한 뒤 레코드 배치의 최대 크기예요.',
  'message.timestamp.after.max.ms':
    '레코드의 타임스탬프가 브로커 시계보다 얼마나 앞설 수 있는지예요.',
  'message.timestamp.before.max.ms':
    '레코드의 타임스탬프가 브로커 시계보다 얼마나 늦을 수 있는지예요.',
  'message.timestamp.type':
    '레코드에 누구의 시각을 적을지예요. CreateTime은 프로듀서, LogAppendTime은 브로커의 시각이에요.',
  'min.cleanable.dirty.ratio': '압축하지 않은 바이트의 비율이 이만큼 되면 로그를 압축해요.',
  'min.compaction.lag.ms': '레코드가 로그 압축 없이 남는 최소 시간이에요.',
  'min.insync.replicas': '동기화된 복제본이 이보다 적으면 acks=all 쓰기를 거절해요.',
  preallocate: '새 세그먼트를 만들 때 디스크에 전체 크기를 미리 잡을지 정해요.',
  'remote.log.copy.disable': '계층형 토픽이 원격 저장소로 더 복사하지 않게 할지 정해요.',
  'remote.log.delete.on.disable': '계층형 저장소를 끌 때 원격 데이터도 지울지 정해요.',
  'remote.storage.enable':
    '오래된 세그먼트를 원격 저장소로 옮길지 정해요. 계층형 저장소는 지원하지 않아요.',
  'retention.bytes':
    '파티션이 이 크기를 넘으면 오래된 세그먼트를 지워요. -1은 제한이 없다는 뜻이에요.',
  'retention.ms': '이 시간이 지나면 세그먼트를 지워요. -1은 지우지 않는다는 뜻이에요.',
  'segment.bytes': '세그먼트 하나의 최대 크기예요.',
  'segment.index.bytes': '인덱스 파일의 최대 크기예요.',
  'segment.jitter.ms':
    'segment.ms에서 무작위로 빼는 시간이에요. 모든 세그먼트가 한꺼번에 닫히지 않게 해요.',
  'segment.ms': '세그먼트가 가득 차지 않아도 이 시간이 지나면 닫아요.',
  'unclean.leader.election.enable':
    '다른 복제본이 없을 때 동기화되지 않은 복제본이 리더가 될 수 있는지예요. 레코드를 잃을 수 있어요.',
};
