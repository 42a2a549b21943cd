<#-- dependencyMap comes from the dependencies' own POMs. -->
Thalweg
Copyright 2026 the Thalweg authors

It contains the work of others, named below. Each jar is as its authors published it and has their notices in it. LICENSE
is the text of Apache-2.0, licences/ has those of the others. What may be had under several licences is taken under the
first of Apache-2.0, MIT, BSD, EPL-2.0 that is among them; no jar is taken under a GPL.

Inside of those jars:

  org.apache.flink:flink-sql-avro-confluent-registry: Confluent's clients common-utils and kafka-schema-registry-client
    7.5.3 and what they need, relocated; all Apache-2.0 but zstd-jni (BSD-2-Clause); its META-INF/NOTICE has the list.
  org.bytedeco:openblas: OpenBLAS and LAPACK (BSD-3-Clause); and GCC's libgfortran and libgcc_s (GPL-3.0 with the GCC
    Runtime Library Exception 3.1) and libquadmath (LGPL-2.1-or-later), as dynamic libraries.
  org.nd4j:nd4j-native: libnd4j with oneDNN and FlatBuffers (Apache-2.0), and GCC's libgomp (GPL-3.0 with the GCC Runtime
    Library Exception 3.1) as a dynamic library. The sources of GCC's libraries are at https://gcc.gnu.org/.
  org.bytedeco:javacpp: its own library only (Apache-2.0).
  org.nd4j:guava, org.nd4j:protobuf: Guava (Apache-2.0) and Protocol Buffers (BSD-3-Clause), relocated.
  com.github.luben:zstd-jni: Zstandard (BSD-3-Clause), copyright Meta Platforms, Inc. and affiliates.
  at.yawk.lz4:lz4-java: LZ4 and xxHash (BSD-2-Clause), copyright Yann Collet.
  org.xerial.snappy:snappy-java: Snappy (BSD-3-Clause), copyright 2011, Google Inc.
  org.rocksdb:rocksdbjni: RocksDB (Apache-2.0), with Snappy, LZ4 and Zstandard as above, zlib (its licence), copyright
    1995-2024 Jean-loup Gailly and Mark Adler, and bzip2 (its licence), copyright 1996-2019 Julian R Seward.
  org.jline:jline-native: JLine's own library (BSD-3-Clause), copyright 2002-2025 the original authors.
  lib/onnxruntime is com.microsoft.onnxruntime:onnxruntime (MIT), copyright Microsoft Corporation, unpacked for one
    platform; its ThirdPartyNotices.txt has what it is made of.
  The live page is drawn by uPlot 1.6.32, copyright Leon Sorokin (MIT).

registry/ is listed in licences/registry.txt. lib/:

<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
  ${project.groupId}:${project.artifactId}:${project.version}: <#list entry.getValue() as licence>${licence}<#sep>, </#list>
</#list>
