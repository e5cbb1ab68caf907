#include "daemon/access/polkit.hpp"

#include "daemon/log/log.hpp"

namespace scrm::access {
namespace {

constexpr const char* service = "org.freedesktop.PolicyKit1";
constexpr const char* authority_path = "/org/freedesktop/PolicyKit1/Authority";
constexpr const char* authority = "org.freedesktop.PolicyKit1.Authority";

// It has other answers, or may have, as it was started anew.
constexpr const char* of_answers =
    "type='signal',sender='org.freedesktop.PolicyKit1',interface='org.freedesktop.PolicyKit1.Authority',"
    "member='Changed'";
constexpr const char* of_a_new_polkit =
    "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',"
    "arg0='org.freedesktop.PolicyKit1'";

constexpr const char* to_come_in = "org.debian.pcsc-lite.access_pcsc";
constexpr const char* to_use_a_card = "org.debian.pcsc-lite.access_card";

constexpr std::uint32_t without_dialogs = 0;

Rule refusal(const char* reason) {
    Rule rule;
    rule.verdict = Verdict::Deny;
    rule.place = reason;
    return rule;
}

}  // namespace

Polkit::Polkit(const drivers::Executor& loop, const bus::Libsystemd* library)
    : library_(library),
      bus_(loop, library),
      no_(refusal("polkit")),
      nobody_answers_(refusal("[polkit], and polkit cannot be asked")),
      unknown_process_(refusal("[polkit], and the process cannot be told")) {
    const auto forget = [this] { answers_.changed(); };
    bus_.listen({of_answers, forget});
    bus_.listen({of_a_new_polkit, forget});
}

drivers::Awaitable<const Rule*> Polkit::bars(Caller caller, std::string reader) {
    if (caller.uid == 0)
        co_return nullptr;
    if (!caller.process)
        co_return &unknown_process_;
    Question question{*caller.process, caller.uid, reader.empty() ? to_come_in : to_use_a_card,
                      std::move(reader)};
    std::optional<Answer> answer = answers_.find(question);
    if (!answer)
        answer = co_await ask(std::move(question));
    if (!answer)
        co_return &nobody_answers_;
    co_return *answer == Answer::Yes ? nullptr : &no_;
}

drivers::Awaitable<std::optional<Polkit::Answer>> Polkit::ask(Question question) {
    const unsigned asked_at = answers_.time();
    std::optional<Answer> answer;
    const bus::Method method{service, authority_path, authority, "CheckAuthorization"};
    bus::CallWriter writer = [this, &question](sd_bus_message* message) { return write(message, question); };
    bus::ReplyReader reader = [this, &answer](sd_bus_message* reply) { answer = read(reply); };
    co_await bus_.call(method, std::move(writer), std::move(reader));
    if (answer)
        answers_.keep(question, *answer, asked_at);
    co_return answer;
}

bool Polkit::write(sd_bus_message* message, const Question& question) const {
    const Process& process = question.process;
    const int subject = library_->message_append(
        message, "(sa{sv})s", "unix-process", 3U, "pid", "u", process.pid, "start-time", "t",
        process.start_time, "uid", "i", static_cast<std::int32_t>(question.uid), question.action);
    const int details = question.reader.empty() ? library_->message_append(message, "a{ss}", 0U)
                                                : library_->message_append(message, "a{ss}", 1U, "reader",
                                                                           question.reader.c_str());
    return subject >= 0 && details >= 0 && library_->message_append(message, "us", without_dialogs, "") >= 0;
}

std::optional<Polkit::Answer> Polkit::read(sd_bus_message* reply) {
    const sd_bus_error* const error = reply ? library_->message_get_error(reply) : nullptr;
    int authorized = 0;
    int challenge = 0;
    const bool answered = reply && !error &&
                          library_->message_enter_container(reply, SD_BUS_TYPE_STRUCT, "bba{ss}") >= 0 &&
                          library_->message_read(reply, "bb", &authorized, &challenge) >= 0;
    if (!answered)
        report(error ? error->message : "there is no answer");
    answered_last_ = answered;
    if (!answered)
        return std::nullopt;
    return authorized != 0 ? Answer::Yes : Answer::No;
}

std::string_view Polkit::missing() const {
    if (answers())
        return "";
    return bus_.connected() ? "polkit" : "D-Bus";
}

// Once, until it answers again.
void Polkit::report(const char* why) {
    if (answered_last_)
        log::warning("polkit cannot be asked: ", why ? why : "an error without words");
}

}  // namespace scrm::access
