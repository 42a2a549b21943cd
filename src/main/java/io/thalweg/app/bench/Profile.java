package io.thalweg.app.bench;

import io.thalweg.app.bench.Outcome.Heap;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the time goes: looks at the working threads every few milliseconds and asks which part of the program they are
 * in. Begins when it is made; {@link #stop} must come before the threads end.
 */
final class Profile {
    private static final long PAUSE_NANOS = 17_000_000;
    private static final double NANOS = 1e9;
    private static final String WORKING = " thread"; // ends the name of a group that is looked at

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final com.sun.management.OperatingSystemMXBean system =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Map<String, Map<String, Integer>> samples = new TreeMap<>();
    private final long broker;
    private final Map<String, Double> cpuBefore;
    private final Thread watcher = new Thread(this::watch, "profile");
    private long heapPeak;
    private volatile boolean stopped;

    /** @param broker the process id of the broker, whose time counts too */
    Profile(long broker) {
        this.broker = broker;
        cpuBefore = cpu();
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Processor seconds of each group of threads since the beginning. */
    Map<String, Double> stop() {
        Map<String, Double> cpu = cpu();
        cpu.replaceAll((group, seconds) -> Math.max(0, seconds - cpuBefore.getOrDefault(group, 0.0)));
        stopped = true;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return cpu;
    }

    /** For each working thread, the share of its time in each part of the program. */
    Map<String, Map<String, Double>> where() {
        Map<String, Map<String, Double>> where = new TreeMap<>();
        samples.forEach((group, parts) -> {
            double all = parts.values().stream().mapToInt(Integer::intValue).sum();
            Map<String, Double> shares = new TreeMap<>();
            parts.forEach((part, count) -> shares.put(part, count / all));
            where.put(group, shares);
        });
        return where;
    }

    /** After a collection, so that what is live is told from what is only not collected yet. */
    Heap heap() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return new Heap(runtime.maxMemory(), heapPeak, runtime.totalMemory() - runtime.freeMemory());
    }

    private void watch() {
        Runtime runtime = Runtime.getRuntime();
        while (!stopped) {
            LockSupport.parkNanos(PAUSE_NANOS);
            heapPeak = Math.max(heapPeak, runtime.totalMemory() - runtime.freeMemory());
            for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds(), Integer.MAX_VALUE)) {
                if (thread != null && group(thread.getThreadName()).endsWith(WORKING)) {
                    samples.computeIfAbsent(group(thread.getThreadName()), name -> new TreeMap<>())
                            .merge(part(thread), 1, Integer::sum);
                }
            }
        }
    }

    private static String group(String thread) {
        if (thread.startsWith("kafka-producer-network-thread")) {
            return "producers";
        }
        if (thread.contains("StreamThread")) {
            return (thread.contains(".route") ? "route" : thread.contains(".learn") ? "learn" : "copy") + WORKING;
        }
        return thread.equals("main") ? thread + WORKING : "others";
    }

    /** The innermost frame that is ours or Kafka's speaks for the thread. */
    private static String part(ThreadInfo thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        boolean idle = thread.getThreadState() != Thread.State.RUNNABLE
                || stack.length > 0 && stack[0].getClassName().startsWith("sun.nio.ch.EPoll");
        if (idle) {
            return "waiting";
        }
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith("io.thalweg.")) {
                return name.split("\\.", -1)[2];
            }
            if (name.startsWith("org.apache.kafka.")) {
                return "kafka";
            }
        }
        return "jvm";
    }

    private Map<String, Double> cpu() {
        Map<String, Double> cpu = new TreeMap<>();
        double javaThreads = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            double seconds = Math.max(0, threads.getThreadCpuTime(id)) / NANOS;
            if (info != null) {
                cpu.merge(group(info.getThreadName()), seconds, Double::sum);
                javaThreads += seconds;
            }
        }
        cpu.put("broker", Machine.cpuSeconds(broker));
        cpu.put("collector and compiler", system.getProcessCpuTime() / NANOS - javaThreads);
        return cpu;
    }
}
