#include "drivers/iso7816/t0_tpdu.hpp"

#include "drivers/iso7816/apdu.hpp"

namespace scrm::iso7816 {

const char* describe(T0CommandError error) {
    switch (error) {
        case T0CommandError::TooShort:
            return "a command has at least 4 bytes";
        case T0CommandError::Extended:
            return "T=0 knows no extended lengths";
        case T0CommandError::Irregular:
            return "the command's lengths contradict its size";
    }
    return "not a command for T=0";
}

std::variant<T0Tpdu, T0CommandError> t0_tpdu(Bytes command) {
    const auto parsed = parse_command(command);
    if (!parsed)
        return T0CommandError::TooShort;
    switch (parsed->kind) {
        case ApduCase::Case1:
            return T0Tpdu{.form = T0Form::NoData, .bytes = command};
        case ApduCase::Case2:
            return T0Tpdu{.form = T0Form::FromCard, .bytes = command};
        case ApduCase::Case3:
            return T0Tpdu{.form = T0Form::ToCard, .bytes = command};
        case ApduCase::Case4:
            return T0Tpdu{.form = T0Form::ToCard, .bytes = command.first(command.size() - 1)};
        case ApduCase::Irregular:
            return T0CommandError::Irregular;
        default:
            return T0CommandError::Extended;
    }
}

}  // namespace scrm::iso7816
