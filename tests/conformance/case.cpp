#include "tests/conformance/case.hpp"

namespace conformance {

std::vector<Case>& cases() {
    static std::vector<Case> all;
    return all;
}

}  // namespace conformance
