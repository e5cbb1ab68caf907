#include "daemon/readers/registry.hpp"

#include "ipc/codec.hpp"
#include "tests/fakes/loop.hpp"
#include "tests/fakes/scripted_device.hpp"

using namespace scrm::readers;
using scrm::fakes::Loop;
using scrm::fakes::ScriptedDevice;
using Names = std::vector<std::string>;

namespace {

struct Bench {
    ~Bench() {
        for (const auto& device : devices)
            loop.run(device->close());
    }
    RegisteredDevice add(const char* name, std::size_t slots = 1,
                         std::optional<Reservation> reservation = {}) {
        devices.push_back(std::make_shared<ScriptedDevice>(
            loop.io.get_executor(), scrm::drivers::ReaderIdentity{name, {}, {}}, slots));
        if (!reservation)
            reservation = registry.reserve({devices.back()->identity(), slots});
        RegisteredDevice registered = *registry.add(devices.back(), *reservation);
        loop.turn();
        return registered;
    }
    Names shown(std::size_t count = 4) {
        Names names;
        for (std::size_t i = 0; i < count; ++i)
            names.emplace_back(
                scrm::ipc::name_of(scrm::ipc::decode_reader_state(
                                       registry.board().records(count).subspan(
                                           i * scrm::ipc::reader_state_size, scrm::ipc::reader_state_size))
                                       .name));
        return names;
    }

    Loop loop;
    std::vector<std::shared_ptr<ScriptedDevice>> devices;
    Registry registry{loop.io.get_executor(), PowerPolicy{}};
};

}  // namespace

TEST_CASE("each slot of a device is a reader, in order") {
    Bench bench;
    const RegisteredDevice desk = bench.add("Desk", 3);
    CHECK(desk.slots.size() == 3);
    CHECK(bench.registry.slot_count() == 3);
    CHECK(bench.shown() == Names{"Desk 00 00", "Desk 00 01", "Desk 00 02", ""});
    CHECK(bench.registry.find("Desk 00 01") == desk.slots[1]);
}

TEST_CASE("a reader is found by its whole name") {
    Bench bench;
    bench.add("Desk");
    CHECK(bench.registry.find("Desk 00 00"));
    for (const auto* name : {"", "Desk", "Desk 00 0", "Desk 00 000", "desk 00 00", "Desk 01 00"})
        CHECK_FALSE(bench.registry.find(name));
}

TEST_CASE("a device that is removed takes its readers, and leaves its name and places to the next") {
    Bench bench;
    const RegisteredDevice first = bench.add("Desk", 2);
    bench.add("Desk");
    bench.registry.remove(first);
    CHECK(bench.registry.slot_count() == 1);
    CHECK_FALSE(bench.registry.find("Desk 00 00"));
    CHECK(first.slots[0]->gone());
    CHECK(first.slots[1]->gone());
    CHECK(bench.shown() == Names{"", "", "Desk 01 00", ""});
    bench.add("Desk");
    CHECK(bench.shown() == Names{"Desk 00 00", "", "Desk 01 00", ""});
}

TEST_CASE("those who ask before the first enumeration has settled are answered when it has, all of them") {
    Bench bench;
    CHECK_FALSE(bench.registry.settled());
    const auto first = bench.loop.start(Loop::valued(bench.registry.await_settled()));
    const auto second = bench.loop.start(Loop::valued(bench.registry.await_settled()));
    CHECK_FALSE(*first);
    bench.registry.settle();
    bench.loop.turn();
    CHECK(*first);
    CHECK(*second);
    CHECK(bench.registry.settled());
}

TEST_CASE("those who ask later are answered at once, and settling again is nothing") {
    Bench bench;
    bench.registry.settle();
    bench.registry.settle();
    CHECK(*bench.loop.start(Loop::valued(bench.registry.await_settled())));
}

namespace {

scrm::drivers::Expectation expect(const char* name, std::size_t slots = 1) {
    return {{name, {}, {}}, slots};
}

}  // namespace

TEST_CASE("what was reserved first is named and placed first, whoever opens first") {
    Bench bench;
    const auto first = bench.registry.reserve(expect("Desk", 2));
    bench.add("Desk");
    CHECK(bench.shown() == Names{"", "", "Desk 01 00", ""});
    bench.add("Desk", 2, first);
    CHECK(bench.shown() == Names{"Desk 00 00", "Desk 00 01", "Desk 01 00", ""});
}

TEST_CASE("a reservation that is given back leaves name and places to the next") {
    Bench bench;
    bench.registry.give_back(*bench.registry.reserve(expect("Desk", 2)));
    bench.add("Desk");
    CHECK(bench.shown() == Names{"Desk 00 00", "", "", ""});
}

TEST_CASE("a device that is not as it was expected is called by its own name") {
    Bench bench;
    const auto reserved = bench.registry.reserve(expect("USB Reader"));
    bench.add("Desk", 1, reserved);
    bench.add("USB Reader");
    CHECK(bench.shown() == Names{"Desk 00 00", "USB Reader 00 00", "", ""});
}

TEST_CASE("a device with fewer slots than expected leaves places") {
    Bench bench;
    const auto large = bench.registry.reserve(expect("Large", 3));
    bench.add("Large", 1, large);
    bench.add("Small", 2);
    CHECK(bench.shown() == Names{"Large 00 00", "Small 00 00", "Small 00 01", ""});
}

TEST_CASE("a device with more slots than expected has them in order, and leaves a place before them free") {
    Bench bench;
    const auto failing = bench.registry.reserve(expect("Failing"));
    const auto wide = bench.registry.reserve(expect("Wide"));
    bench.registry.give_back(*failing);
    bench.add("Wide", 2, wide);
    CHECK(bench.shown() == Names{"", "Wide 00 00", "Wide 00 01", ""});
    bench.add("Late");
    CHECK(bench.shown() == Names{"Late 00 00", "Wide 00 00", "Wide 00 01", ""});
}

TEST_CASE("slots come in the order of their devices, as long as nobody has been told of any") {
    Bench bench;
    const auto first = bench.registry.reserve(expect("First"));
    const auto failing = bench.registry.reserve(expect("Failing"));
    const auto wide = bench.registry.reserve(expect("Wide"));
    bench.add("Last");
    const auto slots = bench.add("Wide", 3, wide).slots;
    bench.registry.give_back(*failing);
    bench.add("First", 2, first);
    CHECK(bench.shown(7) ==
          Names{"First 00 00", "First 00 01", "Wide 00 00", "Last 00 00", "Wide 00 01", "Wide 00 02", ""});
    const std::uint32_t events = bench.registry.board().reader_events();

    bench.registry.settle();
    const Names arranged{
        "First 00 00", "First 00 01", "Wide 00 00", "Wide 00 01", "Wide 00 02", "Last 00 00", ""};
    CHECK(bench.shown(7) == arranged);
    CHECK(bench.registry.board().reader_events() == events);
    for (std::size_t place = 0; place < 6; ++place)
        CHECK(bench.registry.find(arranged[place])->position() == place);

    const auto late = bench.registry.reserve(expect("Late"));
    bench.add("Later");
    bench.add("Late", 2, late);
    const Names told = bench.shown(9);
    CHECK(told[7] == "Later 00 00");
    bench.registry.settle();
    CHECK(bench.shown(9) == told);
}

TEST_CASE("a device that is open when readers are settled leaves the places of one that is not") {
    Bench bench;
    bench.add("First");
    const auto slow = bench.registry.reserve(expect("Slow"));
    bench.add("Wide", 2);
    bench.registry.settle();
    CHECK(bench.shown() == Names{"First 00 00", "", "Wide 00 00", "Wide 00 01"});
    bench.add("Slow", 1, slow);
    CHECK(bench.shown() == Names{"First 00 00", "Slow 00 00", "Wide 00 00", "Wide 00 01"});
}

TEST_CASE("a device that turns out to be ignored leaves nothing behind") {
    Loop loop;
    Registry registry(loop.io.get_executor(), PowerPolicy{}, {}, {.ignored = {"Built"}});
    const auto device = std::make_shared<ScriptedDevice>(loop.io.get_executor(),
                                                         scrm::drivers::ReaderIdentity{"Builtin", {}, {}});
    CHECK_FALSE(registry.reserve({device->identity()}));
    CHECK_FALSE(registry.add(device, *registry.reserve(expect("Other"))));
    CHECK(registry.reserve(expect("Other"))->name.number == 0);
    CHECK(registry.reserve(expect("Other"))->places == std::vector<Position>{1});
    loop.run(device->close());
}
