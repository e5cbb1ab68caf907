// scrmctl scan: watches readers and cards. One call waits for all of it, cards by their readers and readers
// by the name that stands for the list itself, so nothing is polled.
#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>

#include "tools/scrmctl/commands.hpp"
#include "tools/scrmctl/context.hpp"
#include "tools/scrmctl/error_words.hpp"
#include "tools/scrmctl/output.hpp"
#include "tools/scrmctl/scan_report.hpp"
#include "tools/scrmctl/stop_signal.hpp"

namespace scrm::tools {
namespace {

class Scanner {
  public:
    Scanner(const Context& context, Format format)
        : context_(context), format_(format), style_(Style::of_standard_output()) {}

    /// Tells what there is now.
    Outcome<ExitCode> look_once() {
        if (auto failure = follow_list()) {
            return *std::move(failure);
        }
        return wait(0);
    }

    Outcome<ExitCode> watch(const StopSignal& stop) {
        // The list's own count is learned before the list, so that no change falls between them.
        Outcome<ExitCode> outcome = wait(0);
        while (!stop.received() && std::holds_alternative<ExitCode>(outcome)) {
            if (auto failure = follow_list()) {
                return *std::move(failure);
            }
            outcome = wait(INFINITE);
        }
        return outcome;
    }

    [[nodiscard]] bool sees_readers() const { return !readers_.empty(); }

  private:
    /// Takes note of readers that came and went since the last time.
    std::optional<Failure> follow_list() {
        const auto listed = context_.reader_names();
        if (const auto* failure = std::get_if<Failure>(&listed)) {
            return *failure;
        }
        const auto& names = std::get<std::vector<std::string>>(listed);
        for (auto reader = readers_.begin(); reader != readers_.end();) {
            const bool gone = std::find(names.begin(), names.end(), reader->first) == names.end();
            if (gone && reader->second) {
                tell(ReaderEvent::ReaderGone, {reader->first, SCARD_STATE_UNKNOWN, {}});
            }
            reader = gone ? readers_.erase(reader) : std::next(reader);
        }
        for (const std::string& name : names) {
            readers_.try_emplace(name);
        }
        return std::nullopt;
    }

    /// One question to the daemon, and what came of it. `timeout` is in milliseconds.
    Outcome<ExitCode> wait(DWORD timeout) {
        std::vector<SCARD_READERSTATE> records{query(list_name_, list_state_)};
        for (const auto& [name, state] : readers_) {
            records.push_back(query(name, state.value_or(SCARD_STATE_UNAWARE)));
        }
        const LONG result = SCardGetStatusChange(context_.handle(), timeout, records.data(),
                                                 static_cast<DWORD>(records.size()));
        if (result == SCARD_S_SUCCESS) {
            take_in(records);
            return ExitCode::Ok;
        }
        const bool nothing_new = result == SCARD_E_TIMEOUT || result == SCARD_E_CANCELLED;
        const bool list_is_old = result == SCARD_E_UNKNOWN_READER;
        if (nothing_new || list_is_old) {
            return ExitCode::Ok;
        }
        return failure_of(result, "watch the readers");
    }

    void take_in(const std::vector<SCARD_READERSTATE>& records) {
        constexpr DWORD counter = 0xFFFF0000;
        list_state_ = records.front().dwEventState & counter;
        for (std::size_t i = 1; i < records.size(); ++i) {
            const ReaderState reader = answer_in(records[i]);
            std::optional<DWORD>& known = readers_[reader.name];
            // A reader on its way out; the next look at the list tells.
            if ((reader.state & (SCARD_STATE_UNKNOWN | SCARD_STATE_IGNORE)) != 0) {
                continue;
            }
            for (const ReaderEvent event : events_between(known, reader.state)) {
                tell(event, reader);
            }
            known = reader.state;
        }
    }

    void tell(ReaderEvent event, const ReaderState& reader) {
        const Happening happening{std::chrono::system_clock::now(), event, reader};
        put(format_ == Format::Json ? as_json(happening) : as_text(happening, style_));
    }

    const Context& context_;
    Format format_;
    Style style_;
    /// Not an own reader: the change of the list of readers.
    std::string list_name_ = "\\\\?PnP?\\Notification";
    DWORD list_state_ = SCARD_STATE_UNAWARE;
    /// What was last told of each reader; none before the first look.
    std::map<std::string, std::optional<DWORD>> readers_;
};

Outcome<ExitCode> scan_once(const Context& context, Format format) {
    Scanner scanner(context, format);
    auto outcome = scanner.look_once();
    if (std::holds_alternative<ExitCode>(outcome) && !scanner.sees_readers()) {
        return Failure{"no reader is connected", "plug one in; without --once its coming is shown"};
    }
    return outcome;
}

// Or somebody at a terminal would look at nothing, and not know whether anything looks back.
void tell_of_none(const Context& context) {
    const auto listed = context.reader_names();
    const auto* names = std::get_if<std::vector<std::string>>(&listed);
    if (names != nullptr && names->empty()) {
        remark("scrmctl: no reader is connected yet; its coming is shown (Ctrl-C ends)\n");
    }
}

}  // namespace

Outcome<ExitCode> run(const ScanRequest& request) {
    const auto established = Context::establish();
    if (const auto* failure = std::get_if<Failure>(&established)) {
        return *failure;
    }
    const auto& context = std::get<Context>(established);
    if (request.extent == Extent::Once) {
        return scan_once(context, request.format);
    }
    const StopSignal stop(context.handle());
    tell_of_none(context);
    return Scanner(context, request.format).watch(stop);
}

}  // namespace scrm::tools
