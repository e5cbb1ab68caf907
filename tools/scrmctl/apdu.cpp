// scrmctl apdu: sends commands to a card and explains its answers.
//
// Commands that are all known from the start are checked before the first is sent, and sent in one
// transaction, so that no other program comes between them. At a terminal each is sent as it is typed, and
// nobody is held off.
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "tools/scrmctl/card.hpp"
#include "tools/scrmctl/command_source.hpp"
#include "tools/scrmctl/commands.hpp"
#include "tools/scrmctl/conversation.hpp"
#include "tools/scrmctl/output.hpp"
#include "tools/scrmctl/printable.hpp"
#include "tools/scrmctl/reader_choice.hpp"
#include "tools/scrmctl/state_words.hpp"

namespace scrm::tools {
namespace {

bool typed_at_a_terminal(const ApduRequest& request) {
    return request.commands.empty() && request.file == "-" && isatty(STDIN_FILENO) == 1;
}

CommandRule rule_of(const ApduRequest& request) {
    return request.protocol == ProtocolChoice::Raw ? CommandRule::Anything : CommandRule::Apdu;
}

Outcome<std::vector<Command>> all_commands(const ApduRequest& request) {
    if (!request.commands.empty()) {
        return commands_in(request.commands, rule_of(request));
    }
    if (request.file == "-") {
        return read_commands(std::cin, "standard input", rule_of(request));
    }
    std::ifstream file(request.file);
    if (!file) {
        return Failure{"cannot read " + printable(request.file), "check its name and who may read it",
                       ExitCode::Usage};
    }
    return read_commands(file, printable(request.file), rule_of(request));
}

Outcome<std::string> chosen_reader(const Context& context, const std::string& wish) {
    const auto answer = context.readers();
    if (const auto* failure = std::get_if<Failure>(&answer)) {
        return *failure;
    }
    std::vector<ReaderCandidate> candidates;
    for (const ReaderState& reader : std::get<std::vector<ReaderState>>(answer)) {
        candidates.push_back({reader.name, has_card(reader.state)});
    }
    return choose_reader(candidates, wish);
}

Outcome<ExitCode> send_all(Card& card, const ApduRequest& request, const std::vector<Command>& commands) {
    if (auto failure = card.hold()) {
        return *std::move(failure);
    }
    Conversation conversation(card, request.follow_up, request.format);
    for (const Command& command : commands) {
        if (auto failure = conversation.say(command)) {
            return *std::move(failure);
        }
    }
    return conversation.exit_code();
}

Outcome<ExitCode> send_as_typed(const Card& card, const ApduRequest& request) {
    remark("One command in hex a line; Ctrl-D ends.\n");
    Conversation conversation(card, request.follow_up, request.format);
    std::string line;
    while (std::getline(std::cin, line)) {
        const auto command = command_on(line, "this", rule_of(request));
        if (const auto* failure = std::get_if<Failure>(&command)) {
            remark(failure->problem + "\n");
            continue;
        }
        const auto& found = std::get<std::optional<Command>>(command);
        if (!found) {
            continue;
        }
        if (auto failure = conversation.say(*found)) {
            return *std::move(failure);
        }
    }
    return conversation.exit_code();
}

Outcome<ExitCode> talk(const ApduRequest& request, const std::vector<Command>& commands) {
    const auto context = Context::establish();
    if (const auto* failure = std::get_if<Failure>(&context)) {
        return *failure;
    }
    const auto reader = chosen_reader(std::get<Context>(context), request.reader);
    if (const auto* failure = std::get_if<Failure>(&reader)) {
        return *failure;
    }
    auto connected =
        Card::connect(std::get<Context>(context), std::get<std::string>(reader), request.protocol);
    if (const auto* failure = std::get_if<Failure>(&connected)) {
        return *failure;
    }
    auto& card = std::get<Card>(connected);
    return typed_at_a_terminal(request) ? send_as_typed(card, request) : send_all(card, request, commands);
}

}  // namespace

Outcome<ExitCode> run(const ApduRequest& request) {
    if (typed_at_a_terminal(request)) {
        return talk(request, {});
    }
    const auto commands = all_commands(request);
    if (const auto* failure = std::get_if<Failure>(&commands)) {
        return *failure;
    }
    return talk(request, std::get<std::vector<Command>>(commands));
}

}  // namespace scrm::tools
