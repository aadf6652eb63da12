export const usageInChinese = `Plimsoll 找出并修复让容器镜像变大、构建变慢、带来风险的写法。

用法
  plimsoll check [--format pretty|json] [--fail-on 级别] [--enable-all] [--shellcheck] [设置] 文件…
  plimsoll fix [--review] [--rule 规则]… [--base 镜像] [--diff | --write | --stdout] [设置] 文件
  plimsoll size [--format pretty|json] [设置] 文件
  plimsoll optimize [设置] 文件
  plimsoll context [--format pretty|json] [设置] 文件
  plimsoll cache [--change 路径] [--format pretty|json] [设置] 文件
  plimsoll report [--format html|svg|md|json] [设置] 文件
  plimsoll image [--tags] [--format pretty|json] [--platform 平台] [镜像仓库] 镜像名
  plimsoll format [--check | --write] [--casing majority|upper] [--indent 数字|tab] 文件…
  plimsoll rules [--format pretty|json]

文件可以写 -，表示标准输入。

check     列出问题。--fail-on error|warning|information|hint|never 规定从哪个级别起退出码为 1
          （默认按配置，没有配置则为 warning）。--shellcheck 附上 PATH 中的 shellcheck 对脚本的意见。
          对 Compose 文件和 bake 文件，检查写在其中的 Dockerfile（dockerfile_inline、dockerfile-inline）。
fix       反复应用安全的修复，直到没有可修复的为止；以 diff 打印更改（--diff，默认）、写入文件（--write），
          或打印完整的新文本（--stdout）。--review 加上有前提条件的修复；--rule 只用指定的规则，并包括其草稿。
          --rule single-stage-build 改写为多阶段构建，基础镜像由 --base 指定，否则用推荐的；不能改写时说明原因。
          修复所依据的前提输出到标准错误。
size      估算基础镜像、每条指令和总计的大小。
optimize  列出问题、包括需复核修复在内的全部更改，以及前后的大小。
context   说明哪个文件夹是构建上下文、为什么，以及其中哪些内容会发送给构建。
cache     说明某个路径上或其下的文件变化时，构建会重新执行什么、为什么；不带 --change 时，列出每个基础镜像以及
          每个 COPY、ADD 和挂载所用的内容，以及它们在最近的提交中变化的次数。
report    用图说明修复前后镜像有多大、为什么：大小、每项修复的收益、构建阶段、改动会触发哪些重新构建、
          构建上下文、其他基础镜像。输出网页（默认）、图片、Markdown 或数据。
image     说明关于某个镜像已知的一切、来自哪里、截至何时；--tags 列出同名镜像的标签。
format    打印整理好的文本、写入文件（--write），或列出格式不整齐的文件名（--check）。--casing 规定关键字的大小写
          （默认与多数关键字一致），--indent 规定续行的缩进（默认 4）。
rules     列出所有规则。

设置
  --platform 平台      按哪个平台显示大小，例如 linux/arm64（默认 linux/amd64）
  --config 文件        只读取这个配置文件，--no-config 则都不读取；否则读取每个文件上方最近的 .plimsoll.json、
                       package.json 中的 "plimsoll" 和 .hadolint.yaml
  --context 文件夹     以该文件夹为构建上下文，--no-context 则不查看；否则自动查找
  镜像仓库             向谁查询镜像，见下文

镜像仓库（不加 --online，任何内容都不会离开本机）
  --online               向公共镜像仓库查询它们自己的镜像；答案会保存一段时间
  --allow-host 主机      另外查询这个仓库：registry.example.com、localhost:5000、*.example.com
  --docker-credentials   使用 docker login 或 podman login 留下的登录信息，且只发给各自所属的仓库

--help、--version
--lang en|zh-cn          输出的语言；否则取自 LC_ALL、LC_MESSAGES 或 LANG。JSON 始终为英文

退出码：0 没有问题，1 有达到 --fail-on 级别的问题或格式不整齐的文件，2 用法错误或文件无法读取。
`;
