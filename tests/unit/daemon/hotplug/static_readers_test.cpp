#include "daemon/hotplug/static_readers.hpp"

#include <catch2/catch.hpp>

#include "tests/fakes/temporary_folder.hpp"
#include "tests/unit/daemon/hotplug/recording_listener.hpp"

using namespace scrm::hotplug;
using scrm::drivers::ConfiguredReader;
using scrm::fakes::TemporaryFolder;
using scrm::hotplug::test::RecordingListener;
using News = std::vector<std::string>;

namespace {

struct Bench {
    Bench() : library(folder.write("x.so", "ELF")), other_library(folder.write("y.so", "ELF")) {}

    [[nodiscard]] std::string reader(const std::string& name, const std::string& device,
                                     const std::string& more = {}) const {
        return "FRIENDLYNAME \"" + name + "\"\nDEVICENAME " + device + "\nLIBPATH " + library + "\n" + more;
    }
    News start() {
        readers.start(listener);
        return listener.news();
    }
    News reload() {
        readers.reload();
        return listener.news();
    }

    TemporaryFolder folder;
    std::string library;
    std::string other_library;
    RecordingListener listener;
    StaticReaders readers{folder / "reader.conf.d"};
};

}  // namespace

TEST_CASE("every reader of every file is told of, files in the order of their names") {
    Bench bench;
    bench.folder.write("reader.conf.d/b", bench.reader("B", "port:1"));
    bench.folder.write("reader.conf.d/a",
                       bench.reader("Z", "port:2") + bench.reader("Y", "port:3", "CHANNELID 3\n"));
    CHECK(bench.start() == News{"+conf:Z@port:2", "+conf:Y@port:3", "+conf:B@port:1", "enumerated"});
    CHECK(std::get<ConfiguredReader>(bench.listener.there.at("conf:Y@port:3").what) ==
          ConfiguredReader{"Y", "port:3", bench.library, 3});
}

TEST_CASE("hidden files, folders and what an editor or dpkg left are no configuration") {
    Bench bench;
    for (const auto* name : {".hidden", "old~", "#edited#", "x.dpkg-old", "x.dpkg-dist", "folder/x"})
        bench.folder.write(std::string("reader.conf.d/") + name, bench.reader("A", "port:1"));
    CHECK(bench.start() == News{"enumerated"});
}

TEST_CASE("a single file may stand for the folder, and nothing is as good as an empty one") {
    Bench bench;
    CHECK(bench.start() == News{"enumerated"});
    bench.folder.write("reader.conf.d", bench.reader("A", "port:1"));
    CHECK(bench.reload() == News{"+conf:A@port:1"});
}

TEST_CASE("a reader whose driver or device is missing is left out until they are there") {
    Bench bench;
    const std::string device = (bench.folder / "tty").string();
    bench.folder.write("reader.conf.d/x", bench.reader("A", device) +
                                              "FRIENDLYNAME B\nLIBPATH /no/driver.so\n" +
                                              bench.reader("C", "/no/device:model"));
    bench.folder.write("reader.conf.d/y", "FRIENDLYNAME D\nLIBPATH " + bench.library + "\nCHANNELID 5\n");
    CHECK(bench.start() == News{"+conf:C@/no/device:model", "+conf:D@channel 5", "enumerated"});
    bench.folder.write("tty", "");
    CHECK(bench.reload() == News{"+conf:A@" + device});
}

TEST_CASE("a reload tells what has changed and leaves the rest alone") {
    Bench bench;
    bench.folder.write("reader.conf.d/a", bench.reader("A", "port:1"));
    bench.folder.write("reader.conf.d/b", bench.reader("B", "port:2"));
    bench.folder.write("reader.conf.d/c", bench.reader("C", "port:3"));
    bench.start();
    CHECK(bench.reload().empty());
    std::filesystem::remove(bench.folder / "reader.conf.d/a");
    bench.folder.write("reader.conf.d/b", bench.reader("B", "port:2", "CHANNELID 1\n"));
    bench.folder.write("reader.conf.d/d", bench.reader("D", "port:4"));
    CHECK(bench.reload() == News{"-conf:A@port:1", "-conf:B@port:2", "+conf:B@port:2", "+conf:D@port:4"});
    CHECK(bench.reload().empty());
}

TEST_CASE("of two readers at one place the second is left out") {
    Bench bench;
    bench.folder.write("reader.conf.d/a", bench.reader("A", "port:1") +
                                              bench.reader("A", "port:1", "CHANNELID 9\n") +
                                              bench.reader("A", "port:2"));
    CHECK(bench.start() == News{"+conf:A@port:1", "+conf:A@port:2", "enumerated"});
    CHECK(std::get<ConfiguredReader>(bench.listener.there.at("conf:A@port:1").what).channel == 0);
}

TEST_CASE("an error costs its reader only") {
    Bench bench;
    bench.folder.write("reader.conf.d/a",
                       bench.reader("A", "port:1", "CHANNELID x\n") + bench.reader("B", "port:2"));
    CHECK(bench.start() == News{"+conf:B@port:2", "enumerated"});
}
