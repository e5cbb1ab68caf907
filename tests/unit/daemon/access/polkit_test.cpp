// polkit is asked over a real bus; who answers there is the test's.
#include "daemon/access/polkit.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include "drivers/api/spawn.hpp"
#include "tests/fakes/bus/fake_polkit.hpp"
#include "tests/fakes/bus/private_bus.hpp"

using namespace scrm;
using fakes::FakePolkit;
using Answer = fakes::FakePolkit::Answer;
using Allowed = std::optional<bool>;

namespace {

constexpr std::chrono::seconds patience{30};
constexpr std::uint32_t alice = 1000;

drivers::Awaitable<void> put(access::Polkit* polkit, access::Caller caller, std::string reader,
                             std::shared_ptr<Allowed> allowed) {
    const access::Rule* const barred = co_await polkit->bars(std::move(caller), std::move(reader));
    *allowed = barred == nullptr;
}

access::Caller caller(std::uint32_t uid) {
    access::Caller who;
    who.uid = uid;
    who.process = access::Process{42, 4711};
    return who;
}

struct Bench {
    Bench() { start(); }

    void start() {
        bus.start();
        fake.emplace(loop.get_executor());
    }
    void stop() {
        bus.stop();  // before polkit, so that its end is not told
        fake.reset();
    }

    template <class Holds>
    void run_until(Holds holds) {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (!holds()) {
            REQUIRE(std::chrono::steady_clock::now() < end);
            loop.restart();
            loop.run_one_for(std::chrono::milliseconds(100));
        }
    }

    std::shared_ptr<Allowed> begin_to_ask(const std::string& reader = {}, std::uint32_t uid = alice) {
        auto allowed = std::make_shared<Allowed>();
        drivers::spawn(loop.get_executor(), put(&polkit, caller(uid), reader, allowed));
        return allowed;
    }
    bool ask(const std::string& reader = {}, std::uint32_t uid = alice) {
        const auto allowed = begin_to_ask(reader, uid);
        run_until([&] { return allowed->has_value(); });
        return **allowed;
    }
    /// Asks until polkit is asked, as it is if what it said before counts no more.
    void ask_until_asked(std::size_t times) {
        run_until([&] { return ask() && fake->asked.size() == times; });
    }

    fakes::PrivateBus bus;
    boost::asio::io_context loop;
    std::optional<FakePolkit> fake;
    access::Polkit polkit{loop.get_executor(), bus::libsystemd()};
};

}  // namespace

TEST_CASE("polkit is told who asks and for what, and its answer counts") {
    Bench bench;
    CHECK(bench.ask());
    bench.fake->answer = Answer::No;
    CHECK_FALSE(bench.ask("Desk 00"));
    using Questions = std::vector<FakePolkit::Question>;
    CHECK(bench.fake->asked ==
          Questions{{"unix-process", 42, 4711, 1000, "org.debian.pcsc-lite.access_pcsc", ""},
                    {"unix-process", 42, 4711, 1000, "org.debian.pcsc-lite.access_card", "Desk 00"}});
    CHECK(bench.polkit.answers());
}

TEST_CASE("root is not asked about") {
    Bench bench;
    bench.fake->answer = Answer::No;
    CHECK(bench.ask("", 0));
    CHECK(bench.fake->asked.empty());
}

TEST_CASE("polkit is asked once, until it says that its answers may have changed") {
    Bench bench;
    for (int times = 0; times < 3; ++times)
        CHECK(bench.ask());
    CHECK(bench.fake->asked.size() == 1);
    bench.fake->say_changed();
    bench.ask_until_asked(2);
    CHECK(bench.ask());
    CHECK(bench.fake->asked.size() == 2);
}

TEST_CASE("a polkit that was started anew is asked anew") {
    Bench bench;
    CHECK(bench.ask());
    bench.fake.reset();
    bench.fake.emplace(bench.loop.get_executor());
    bench.ask_until_asked(1);
}

TEST_CASE("an error is a no that is not kept") {
    Bench bench;
    bench.fake->answer = Answer::Error;
    CHECK_FALSE(bench.ask());
    CHECK_FALSE(bench.polkit.answers());
    bench.fake->answer = Answer::Yes;
    CHECK(bench.ask());
    CHECK(bench.polkit.answers());
}

TEST_CASE("a bus that dies leaves nobody waiting, and its answers count no more") {
    Bench bench;
    CHECK(bench.ask());
    bench.fake->answer = Answer::None;
    const auto waiting = bench.begin_to_ask("Desk 00");
    bench.run_until([&] { return bench.fake->asked.size() == 2; });
    CHECK_FALSE(*waiting);
    bench.stop();
    bench.run_until([&] { return waiting->has_value(); });
    CHECK_FALSE(**waiting);
    CHECK_FALSE(bench.polkit.answers());
    CHECK_FALSE(bench.ask());

    SECTION("and when there is one again, polkit is asked there") {
        bench.start();
        CHECK(bench.ask());
        CHECK(bench.fake->asked.size() == 1);
        CHECK(bench.polkit.answers());
    }
}

TEST_CASE("without a bus, or libsystemd, the answer is no, and root may nevertheless") {
    Bench bench;
    bench.stop();
    CHECK_FALSE(bench.ask());
    CHECK(bench.ask("", 0));
    CHECK_FALSE(bench.polkit.answers());

    access::Polkit deaf(bench.loop.get_executor(), nullptr);
    const auto allowed = std::make_shared<Allowed>();
    drivers::spawn(bench.loop.get_executor(), put(&deaf, caller(alice), "", allowed));
    bench.run_until([&] { return allowed->has_value(); });
    CHECK_FALSE(**allowed);
    CHECK_FALSE(deaf.answers());
}

TEST_CASE("whoever waits when the daemon ends has a no, and nobody asks after that") {
    Bench bench;
    bench.fake->answer = Answer::None;
    const auto waiting = bench.begin_to_ask();
    bench.run_until([&] { return bench.fake->asked.size() == 1; });
    bench.polkit.stop();
    bench.run_until([&] { return waiting->has_value(); });
    CHECK_FALSE(**waiting);
    CHECK_FALSE(bench.ask("Desk 00"));
    CHECK(bench.fake->asked.size() == 1);
}
