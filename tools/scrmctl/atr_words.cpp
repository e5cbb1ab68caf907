#include "tools/scrmctl/atr_words.hpp"

#include <iterator>

#include "drivers/iso7816/atr_parameters.hpp"
#include "tools/scrmctl/historical_words.hpp"
#include "tools/scrmctl/interface_words.hpp"
#include "tools/scrmctl/quantity_words.hpp"

namespace scrm::tools {
namespace {

using iso7816::Atr;
using iso7816::Checksum;

void append(std::vector<AtrLine>& lines, std::vector<AtrLine> more) {
    lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

AtrLine ts_line(const Atr& atr) {
    const bool direct = atr.convention == iso7816::Convention::Direct;
    return {"TS",
            {static_cast<std::uint8_t>(direct ? 0x3B : 0x3F)},
            direct ? "direct convention" : "inverse convention",
            {}};
}

AtrLine t0_line(const Atr& atr) {
    const unsigned count = atr.t0 & 0x0FU;
    const std::string words = count == 0 ? "no historical bytes" : count_words(count, "historical byte");
    return {"T0", {atr.t0}, words + followers_words(atr.t0, 1), {}};
}

std::string protocols_words(const Atr& atr) {
    const auto protocols = atr.protocols();
    std::string words = "T=" + std::to_string(protocols.front());
    for (std::size_t i = 1; i < protocols.size(); ++i) {
        words += (i == 1 ? " (first), T=" : ", T=") + std::to_string(protocols[i]);
    }
    return "protocols: " + words;
}

std::string mode_words(const Atr& atr) {
    if (const auto mode = iso7816::specific_mode(atr)) {
        return "mode: specific, the card speaks T=" + std::to_string(mode->protocol) + " at once";
    }
    return "mode: negotiable, the reader may choose protocol and speed";
}

}  // namespace

std::vector<AtrLine> atr_lines(const Atr& atr) {
    std::vector<AtrLine> lines{ts_line(atr), t0_line(atr)};
    append(lines, interface_lines(atr));
    append(lines, historical_lines(atr.historical_bytes));
    if (atr.tck) {
        const bool correct = atr.checksum == Checksum::Correct;
        lines.push_back({"TCK", {*atr.tck}, correct ? "checksum, correct" : "checksum, wrong", {}});
    }
    return lines;
}

std::vector<std::string> atr_summary(const Atr& atr) {
    std::vector<std::string> summary{protocols_words(atr), mode_words(atr)};
    if (atr.checksum == Checksum::Wrong) {
        summary.emplace_back("fault: the checksum is wrong");
    }
    if (atr.missing_bytes != 0) {
        summary.push_back("fault: cut short, at least " + count_words(atr.missing_bytes, "byte") +
                          " missing");
    }
    if (atr.surplus_bytes != 0) {
        summary.push_back("fault: " + count_words(atr.surplus_bytes, "byte") + " after the end");
    }
    return summary;
}

}  // namespace scrm::tools
