#include "tools/scrmctl/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <optional>

#include "tools/scrmctl/printable.hpp"
#include "tools/scrmctl/suggestion.hpp"

namespace scrm::tools {
namespace {

constexpr const char* footer =
    "Exit status:\n"
    "  0  all is well\n"
    "  1  the card answered with an error status word\n"
    "  2  the command line, or a command for the card, makes no sense\n"
    "  3  no service, no reader or no card, or it stopped answering\n"
    "\n"
    "PCSCLITE_CSOCK_NAME names scrmd's socket where it is not the usual one. See scrmctl(1).";

const std::map<std::string, ProtocolChoice> protocols{{"any", ProtocolChoice::Any},
                                                      {"T0", ProtocolChoice::T0},
                                                      {"T1", ProtocolChoice::T1},
                                                      {"raw", ProtocolChoice::Raw}};

/// CLI11's parser, and what it fills in.
class Parser {
  public:
    Parser() : app_("Shows smart card readers and cards, and talks to cards.", "scrmctl") {
        app_.set_version_flag("--version", "scrmctl " SCRM_VERSION);
        app_.require_subcommand(1);
        app_.footer(footer);
        add_list();
        add_scan();
        add_apdu();
        add_atr();
    }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    Outcome<Request> parse(const std::vector<std::string>& arguments) {
        try {
            app_.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        } catch (const CLI::Success& request) {
            return Request(ShowRequest{shown(request)});
        } catch (const CLI::ParseError& error) {
            return complaint(error);
        }
        return request();
    }

  private:
    void add_list() {
        list_ = app_.add_subcommand("list", "List readers, their states and their cards' ATRs");
        add_json(*list_);
    }

    void add_scan() {
        scan_ = app_.add_subcommand("scan",
                                    "Watch readers and cards come and go, and decode each ATR (Ctrl-C ends)");
        add_json(*scan_);
        scan_->add_flag("--once", once_, "Show what there is now, and end");
    }

    void add_apdu() {
        apdu_ = app_.add_subcommand("apdu", "Send commands to a card and explain its answers");
        add_json(*apdu_);
        apdu_
            ->add_option("-r,--reader", apdu_request_.reader,
                         "Number, name, or part of the name of the reader")
            ->type_name("READER");
        apdu_->add_option("-p,--protocol", protocol_, "T0, T1, any (default) or raw")
            ->transform(CLI::IsMember(&protocols, CLI::ignore_case).description(""))
            ->type_name("PROTOCOL");
        apdu_->add_flag("--follow", follow_,
                        "Fetch what 61xx announces, repeat after 6Cxx with the right length");
        auto* commands =
            apdu_->add_option("HEX", apdu_request_.commands,
                              "One command each, in hex; blanks and colons are fine within quotes");
        commands->type_name("");
        apdu_
            ->add_option("-f,--file", apdu_request_.file,
                         "Take commands from this file, one a line, # comments; - is standard input")
            ->type_name("FILE")
            ->excludes(commands);
    }

    void add_atr() {
        atr_ = app_.add_subcommand("atr", "Decode an ATR; needs neither reader nor service");
        add_json(*atr_);
        atr_->add_option("HEX", atr_bytes_, "The ATR in hex")->required()->type_name("");
    }

    void add_json(CLI::App& command) { command.add_flag("--json", json_, "Write JSON, for programs"); }

    [[nodiscard]] std::string shown(const CLI::Success& request) {
        std::ostringstream out;
        app_.exit(request, out, out);
        return out.str();
    }

    [[nodiscard]] Outcome<Request> request() {
        const Format format = json_ ? Format::Json : Format::Text;
        if (list_->parsed()) {
            return Request(ListRequest{format});
        }
        if (scan_->parsed()) {
            return Request(ScanRequest{format, once_ ? Extent::Once : Extent::UntilStopped});
        }
        if (atr_->parsed()) {
            return Request(AtrRequest{format, CLI::detail::join(atr_bytes_, " ")});
        }
        return apdu_request(format);
    }

    [[nodiscard]] Outcome<Request> apdu_request(Format format) {
        apdu_request_.format = format;
        apdu_request_.protocol = protocols.at(protocol_);
        apdu_request_.follow_up = follow_ ? FollowUp::Yes : FollowUp::No;
        if (apdu_request_.commands == std::vector<std::string>{"-"}) {
            apdu_request_.commands.clear();
            apdu_request_.file = "-";
        }
        if (apdu_request_.commands.empty() && apdu_request_.file.empty()) {
            return Failure{"there is no command to send",
                           "write it in hex: scrmctl apdu '00 A4 00 00'; or name a file with --file",
                           ExitCode::Usage};
        }
        return Request(apdu_request_);
    }

    /// Everything that could stand where the unknown word stands.
    static std::vector<std::string> known_words(const CLI::App& command) {
        std::vector<std::string> words;
        for (const CLI::Option* option : command.get_options()) {
            for (const std::string& name : option->get_lnames()) {
                words.push_back("--" + name);
            }
        }
        for (const CLI::App* subcommand : command.get_subcommands([](const CLI::App*) { return true; })) {
            words.push_back(subcommand->get_name());
        }
        return words;
    }

    [[nodiscard]] Failure complaint(const CLI::ParseError& error) const {
        const auto chosen = app_.get_subcommands();
        const CLI::App& command = chosen.empty() ? app_ : *chosen.back();
        const std::string help =
            chosen.empty() ? "scrmctl --help" : "scrmctl " + command.get_name() + " --help";
        const auto strangers = app_.remaining(true);
        if (strangers.empty() && chosen.empty()) {
            return {"there is no command", "say list, scan, apdu or atr; '" + help + "' tells more",
                    ExitCode::Usage};
        }
        if (strangers.empty()) {
            return {printable(error.what()), "'" + help + "' tells what it takes", ExitCode::Usage};
        }
        const std::string stranger = strangers.front().substr(0, strangers.front().find('='));
        const auto known = known_words(command);
        const auto meant = closest(stranger, known);
        return {"unknown " + std::string(chosen.empty() && stranger[0] != '-' ? "command" : "argument") +
                    " \"" + printable(stranger) + "\"",
                meant ? "did you mean \"" + *meant + "\"?" : "'" + help + "' tells what there is",
                ExitCode::Usage};
    }

    CLI::App app_;
    CLI::App* list_ = nullptr;
    CLI::App* scan_ = nullptr;
    CLI::App* apdu_ = nullptr;
    CLI::App* atr_ = nullptr;
    bool json_ = false;
    bool once_ = false;
    bool follow_ = false;
    std::string protocol_ = "any";
    ApduRequest apdu_request_;
    std::vector<std::string> atr_bytes_;
};

}  // namespace

Outcome<Request> parse_command_line(const std::vector<std::string>& arguments) {
    return Parser().parse(arguments);
}

}  // namespace scrm::tools
