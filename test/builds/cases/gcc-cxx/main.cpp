#include <fstream>
#include <iostream>
#include <string>

// The loader says which library of C++ the program got.
int main() {
    std::ifstream maps("/proc/self/maps");
    bool isOwn = false;
    for (std::string line; std::getline(maps, line);)
        isOwn = isOwn || line.find("/usr/local/lib") != std::string::npos;
    std::cout << "hello from C++" << (isOwn ? " of GCC" : " of Debian") << std::endl;
}
