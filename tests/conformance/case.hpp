// A case is one rule of PC/SC, played in a process of its own: it may hang, crash or leave its handles open,
// and the next one does not notice.
#pragma once

#include <vector>

namespace conformance {

struct Case {
    const char* rule;
    void (*play)();
};

/// In the order of the files, and of the lines in each.
std::vector<Case>& cases();

struct Registration {
    Registration(const char* rule, void (*play)()) { cases().push_back({rule, play}); }
};

}  // namespace conformance

#define CONFORMANCE_JOIN_(A, B) A##B
#define CONFORMANCE_JOIN(A, B) CONFORMANCE_JOIN_(A, B)

/// CASE("theme: the rule") { ... }: it ends at the first check that does not hold.
#define CASE(RULE)                                                                      \
    static void CONFORMANCE_JOIN(case_, __LINE__)();                                    \
    static const ::conformance::Registration CONFORMANCE_JOIN(registration_, __LINE__)( \
        RULE, CONFORMANCE_JOIN(case_, __LINE__));                                       \
    static void CONFORMANCE_JOIN(case_, __LINE__)()
