/** ceph.conf of a one-node Ceph for tests: one monitor, one object store in memory, one radosgw; on loopback, without authentication inside. */

/**
 * The text of the file. `folder` holds everything the daemons write; `kmsKeys` maps key names to base64 of 32 bytes for radosgw's
 * "testing" KMS, which reads them from here and has no API of its own.
 */
export function cephConf({ folder, fsid, monPort, rgwPort, kmsKeys }) {
  return `[global]
fsid = ${fsid}
mon host = [v1:127.0.0.1:${monPort}]
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
auth cluster required = none
auth service required = none
auth client required = none
run dir = ${folder}/run
pid file =
admin socket = ${folder}/run/$name.asok
log file = ${folder}/log/$name.log
mon cluster log file = ${folder}/log/cluster.log
crash dir = ${folder}/log
mon data = ${folder}/mon
mon data avail warn = 1
mon data avail crit = 1
mon max pg per osd = 2000
mon allow pool size one = true
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 1073741824
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd crush update on start = false
osd class update on start = false
osd class load list = *
osd class default list = *
osd max object name len = 2048

[client.rgw.a]
rgw frontends = beast endpoint=127.0.0.1:${rgwPort}
rgw data = ${folder}/rgw
rgw dns name = localhost
rgw enable apis = s3, admin
rgw s3 auth use sts = false
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = ${Object.entries(kmsKeys)
    .map(([name, key]) => `${name}=${key}`)
    .join(" ")}
rgw thread pool size = 64
rgw num rados handles = 1
rgw run sync thread = false
rgw enable usage log = false
rgw enable quota threads = false
debug rgw = 1
`;
}
