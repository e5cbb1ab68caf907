#include "drivers/virtual/control_answer.hpp"

namespace scrm::virtual_reader {
namespace {

std::string answer(BusAnswer outcome) {
    return outcome == BusAnswer::Done ? "ok" : std::string("error: ") + describe(outcome);
}

/// Quoted where a word of a command would have to be.
std::string quoted(const std::string& name) {
    return name.find(' ') == std::string::npos ? name : '"' + name + '"';
}

std::string describe(CardBay& bay) {
    std::string text = bay.card() != nullptr ? "card" : "empty";
    const Fault& fault = bay.fault();
    if (fault.kind != FaultKind::None)
        text += std::string(",") + describe(fault.kind);
    if (fault.kind == FaultKind::Slow)
        text += ":" + std::to_string(fault.delay.count());
    if (fault.uses)
        text += "*" + std::to_string(*fault.uses);
    return text;
}

std::string list(const VirtualBus& bus) {
    std::string text = "ok";
    for (const auto& reader : bus.readers())
        for (std::size_t i = 0; i < reader->slot_count(); ++i)
            text += ' ' + quoted(reader->name()) + '#' + std::to_string(i) + '=' + describe(reader->bay(i));
    return text;
}

struct Obey {
    VirtualBus& bus;

    std::string operator()(const PlugCommand& command) const { return answer(bus.plug(command.reader)); }
    std::string operator()(const UnplugCommand& command) const { return answer(bus.unplug(command.reader)); }
    std::string operator()(const InsertCommand& command) const {
        return answer(bus.insert(command.place, command.card));
    }
    std::string operator()(const RemoveCommand& command) const { return answer(bus.remove(command.place)); }
    std::string operator()(const FaultCommand& command) const {
        return answer(bus.set_fault(command.place, command.fault));
    }
    std::string operator()(const ListCommand&) const { return list(bus); }
    std::string operator()(const HelpCommand&) const { return "ok " + std::string(control_help()); }
};

}  // namespace

std::string answer_control_line(VirtualBus& bus, std::string_view line) {
    const auto command = parse_control_command(line);
    if (!command)
        return "error: " + command.error().why;
    return std::visit(Obey{bus}, *command);
}

}  // namespace scrm::virtual_reader
