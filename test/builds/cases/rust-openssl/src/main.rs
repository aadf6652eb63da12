use std::os::raw::c_ulong;

#[link(name = "crypto")]
extern "C" {
    fn OpenSSL_version_num() -> c_ulong;
}

fn main() {
    let major = unsafe { OpenSSL_version_num() } >> 28;
    println!("hello from Rust with OpenSSL {major}");
}
