#include "tests/fakes/bus/fake_polkit.hpp"

#include <systemd/sd-bus.h>

#include <stdexcept>

namespace scrm::fakes {
namespace {

constexpr const char* name = "org.freedesktop.PolicyKit1";
constexpr const char* path = "/org/freedesktop/PolicyKit1/Authority";
constexpr const char* interface = "org.freedesktop.PolicyKit1.Authority";
constexpr std::chrono::milliseconds between_turns{1};

int take_call(sd_bus_message* call, void* polkit, sd_bus_error*) {
    return static_cast<FakePolkit*>(polkit)->take(call);
}

std::string read_text(sd_bus_message* message) {
    const char* text = "";
    sd_bus_message_read(message, "s", &text);
    return text;
}

// (sa{sv})
void read_subject(sd_bus_message* call, FakePolkit::Question& question) {
    sd_bus_message_enter_container(call, SD_BUS_TYPE_STRUCT, "sa{sv}");
    question.kind = read_text(call);
    sd_bus_message_enter_container(call, SD_BUS_TYPE_ARRAY, "{sv}");
    while (sd_bus_message_enter_container(call, SD_BUS_TYPE_DICT_ENTRY, "sv") > 0) {
        const std::string key = read_text(call);
        if (key == "pid")
            sd_bus_message_read(call, "v", "u", &question.pid);
        else if (key == "start-time")
            sd_bus_message_read(call, "v", "t", &question.start_time);
        else if (key == "uid")
            sd_bus_message_read(call, "v", "i", &question.uid);
        sd_bus_message_exit_container(call);
    }
    sd_bus_message_exit_container(call);
    sd_bus_message_exit_container(call);
}

// a{ss}
void read_details(sd_bus_message* call, FakePolkit::Question& question) {
    sd_bus_message_enter_container(call, SD_BUS_TYPE_ARRAY, "{ss}");
    while (sd_bus_message_enter_container(call, SD_BUS_TYPE_DICT_ENTRY, "ss") > 0) {
        if (read_text(call) == "reader")
            question.reader = read_text(call);
        sd_bus_message_exit_container(call);
    }
    sd_bus_message_exit_container(call);
}

}  // namespace

FakePolkit::FakePolkit(const drivers::Executor& loop) : timer_(loop) {
    if (sd_bus_open_system(&bus_) < 0 || sd_bus_add_object(bus_, nullptr, path, take_call, this) < 0 ||
        sd_bus_request_name(bus_, name, 0) < 0)
        throw std::runtime_error("the bus does not take polkit");
    have_turns();
}

FakePolkit::~FakePolkit() {
    sd_bus_close_unref(bus_);
}

void FakePolkit::have_turns() {
    int done = 1;
    while (done > 0)
        done = sd_bus_process(bus_, nullptr);
    if (done < 0)
        return;  // the bus has gone
    timer_.expires_after(between_turns);
    timer_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled)
            have_turns();
    });
}

int FakePolkit::take(sd_bus_message* call) {
    if (sd_bus_message_is_method_call(call, interface, "CheckAuthorization") <= 0)
        return 0;
    Question question;
    read_subject(call, question);
    question.action = read_text(call);
    read_details(call, question);
    asked.push_back(question);
    if (answer == Answer::None)
        return 1;
    if (answer == Answer::Error)
        return sd_bus_reply_method_errorf(call, "org.freedesktop.PolicyKit1.Error.Failed", "out of order");
    return sd_bus_reply_method_return(call, "(bba{ss})", static_cast<int>(answer == Answer::Yes), 0, 0U);
}

void FakePolkit::say_changed() {
    sd_bus_emit_signal(bus_, path, interface, "Changed", "");
}

}  // namespace scrm::fakes
