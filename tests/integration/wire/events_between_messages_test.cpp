// A stock client of every version survives whatever happens between any two of its messages, and between any
// two parts of one: the same conversation is had again and again, each time with the event one step later.
#include <catch2/catch.hpp>

#include "tests/integration/wire/conversation.hpp"
#include "tests/integration/wire/desk.hpp"

namespace scrm::integration {
namespace {

using fakes::Sends;
using fakes::WireClient;
using ipc::Dialect;

/// What happens in the midst of a conversation, what must have been before, and what puts it right again.
struct Happening {
    const char* name;
    std::vector<void (Desk::*)()> before;
    std::vector<void (Desk::*)()> event;
    std::vector<void (Desk::*)()> after;
};

const std::vector<Happening>& to_one_reader() {
    static const std::vector<Happening> happenings{
        {"the card goes", {}, {&Desk::remove}, {&Desk::insert}},
        {"a card comes", {&Desk::remove}, {&Desk::insert}, {}},
        {"another card comes", {}, {&Desk::remove, &Desk::insert}, {}},
        {"the reader goes", {}, {&Desk::unplug}, {&Desk::plug}},
        {"the reader comes", {&Desk::unplug}, {&Desk::plug}, {}},
        {"the reader comes back", {}, {&Desk::unplug, &Desk::plug}, {}}};
    return happenings;
}

const std::vector<Happening>& to_many_readers() {
    static const std::vector<Happening> happenings{
        {"40 readers come", {}, {&Desk::plug_crowd}, {&Desk::unplug_crowd}},
        {"40 readers go", {&Desk::plug_crowd}, {&Desk::unplug_crowd}, {}}};
    return happenings;
}

void make(Desk& desk, const std::vector<void (Desk::*)()>& movements) {
    for (const auto movement : movements)
        (desk.*movement)();
}

/// Has the conversation with `at_step` called before every send and every receive; returns how many there
/// were.
int converse_in_steps(Dialect dialect, Sends sends, const std::function<void(int)>& at_step) {
    WireClient client(Desk::socket_path(), sends);
    int steps = 0;
    client.between_messages([&] { at_step(steps++); });
    converse(client, dialect);
    return steps;
}

/// Has the conversation once for each of its steps and each of `happenings`, which happens before that step.
void converse_through(Dialect dialect, Sends sends, const std::vector<Happening>& happenings) {
    Desk desk;
    const int steps = converse_in_steps(dialect, sends, [](int) {});
    REQUIRE(steps > 20);
    for (const Happening& happening : happenings)
        for (int when = 0; when < steps; ++when) {
            INFO("4:" << static_cast<int>(dialect) << ", " << happening.name << " before step " << when);
            make(desk, happening.before);
            const int had = converse_in_steps(dialect, sends, [&](int step) {
                if (step == when)
                    make(desk, happening.event);
            });
            if (had <= when)  // without a card there is less to say
                make(desk, happening.event);
            make(desk, happening.after);
        }
}

}  // namespace

TEST_CASE("nothing that happens to a reader between two messages makes a stock client misread one") {
    const auto dialect = GENERATE(Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6);
    const auto sends = GENERATE(Sends::Separate, Sends::Joined);
    converse_through(dialect, sends, to_one_reader());
}

TEST_CASE("no coming and going of many readers between two messages makes a stock client misread one") {
    const auto dialect = GENERATE(Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6);
    converse_through(dialect, Sends::Joined, to_many_readers());
}

TEST_CASE("something that happens between all messages does not make a stock client misread one") {
    const auto dialect = GENERATE(Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6);
    Desk desk;
    for (const Happening& happening : to_one_reader()) {
        INFO("4:" << static_cast<int>(dialect) << ", " << happening.name);
        converse_in_steps(dialect, Sends::Separate, [&](int) {
            make(desk, happening.before);
            make(desk, happening.event);
            make(desk, happening.after);
        });
    }
}

TEST_CASE("what happens while a stock client begins to wait is in the states it is shown, or ends the wait") {
    const auto dialect = GENERATE(Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6);
    const auto sends = GENERATE(Sends::Separate, Sends::Joined);
    Desk desk;
    int steps = 1;
    for (int when = 0; when < steps; ++when) {
        INFO("4:" << static_cast<int>(dialect) << ", the card goes before step " << when);
        WireClient client(Desk::socket_path(), sends);
        introduce(client, dialect);
        steps = 0;
        client.between_messages([&] {
            if (steps++ == when)
                desk.remove();
        });
        const auto shown = client.wait_begin();
        client.between_messages([] {});
        const auto* reader = find(shown, reader_name);
        REQUIRE(reader != nullptr);
        if (reader->state & ipc::slot_state::present) {
            const auto event = client.wait_event(fakes::WireSocket::default_patience);
            REQUIRE(event.has_value());
            CHECK(event->rv == ipc::ResultCode::Success);
        } else {
            client.stop_waiting();
        }
        check(client.states(), dialect);
        desk.insert();
    }
}

TEST_CASE("a cancellation while a stock client begins to wait ends the wait") {
    const auto dialect = GENERATE(Dialect::V4_4, Dialect::V4_5, Dialect::V4_6);
    WireClient canceller(Desk::socket_path());
    introduce(canceller, dialect);
    int steps = 2;
    for (int when = 1; when < steps; ++when) {
        INFO("4:" << static_cast<int>(dialect) << ", cancelled before step " << when);
        WireClient client(Desk::socket_path());
        introduce(client, dialect);
        steps = 0;
        client.between_messages([&] {
            if (steps++ != when)
                return;
            canceller.states();  // the daemon has read what the other client said before
            const auto answer = canceller.call(ipc::Cancel{client.context(), ipc::ResultCode::Success});
            CHECK(answer.rv == ipc::ResultCode::Success);
        });
        check(client.wait_begin(), dialect);
        client.between_messages([] {});
        const auto event = client.wait_event(fakes::WireSocket::default_patience);
        REQUIRE(event.has_value());
        CHECK(event->rv == ipc::ResultCode::Cancelled);
        check(client.states(), dialect);
    }
}

}  // namespace scrm::integration
