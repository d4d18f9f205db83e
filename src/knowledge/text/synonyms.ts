/**
 * What students say in other words than articles do. Each line is a group of which any says about the same;
 * words are compared as stems. What stands before a `>` is only asked, what stands behind it only looked for.
 * Longer phrases are understood, but not looked for: their parts stand anywhere.
 */
import { stem } from "./stem.ts";

const GROUPS = `
price, cost, fee, tuition, expensive, cheap, how much money, 价格, 学费, 费用, 多少钱, 收费, 价钱, 贵, 贵不贵, 要花
discount, cheaper, reduction, rebate, promo, coupon, voucher, 优惠, 打折, 折扣, 便宜, 减免
refund, reimburse, money back, get back my money, return my money, 退款, 退钱, 退费
cancel, withdraw, quit, drop out, unsubscribe, 退课, 退出, 不想学, 不学
instalment, installment, in parts, pay monthly, monthly payment, pay in rates, 分期, 分次, 按月
invoice, receipt, bill, fapiao, 发票, 收据, 报销
pay, payment, paying, checkout, 付款, 支付, 缴费, 交钱, 付钱
decline, refuse, 拒付, 付不了
charged, debited, deducted, 扣款, 扣钱, 扣费
twice, two times, double, duplicate, 两次, 重复, 两遍
wechat, 微信
alipay, 支付宝
login, log in, log into, sign in, logged in, 登录, 登陆, 登不上, 登不了, 进不去
passcode, pwd > password
forgot, forget, forgotten, lost, 忘记, 忘了
account, profile, 账号, 账户, 帐号, 帐户
hacked, stolen, somebody else is using, 被盗, 盗号
remove, erase, get rid of > delete
删除, 注销, 删掉
email, mail, mailbox, 邮箱, 邮件
enrol, register, sign up, enrolment, registration
join > enrol
报名, 注册, 参加
beginner, experience, prior knowledge, newbie, 基础, 零基础
deadline, due, due date, cutoff, ddl, hand in by, 截止, 期限, 什么时候交, 几号交
late, overdue, after the deadline, too late, missed the deadline, 迟交, 晚交, 逾期, 过期, 超时, 补交
penalty, deduction, points off, punish, punishment, lose points, 扣分, 处罚, 惩罚
hand in, turn in, submit
提交, 上传, 上交, 交作业
homework, coursework > assignment, exercise
assignment > exercise
作业, 练习, homework, exercise
extension, more time, extra time, extend, postpone, 延期, 延长, 宽限, 缓交
sick, ill, illness, disease, fever, hospital, flu, 生病, 病了, 发烧, 住院, 感冒
exam, test, midterm, final exam, 考试
death, died, dead, bereavement, funeral, passed away, 离世, 去世
certificate, diploma, certification, 证书, 结业证, 毕业证
recognised, accredited, official, 承认, 认可
employer, boss, company, 公司, 老板
spelled, misspelled, typo, spelling, 写错, 打错
contact, reach, talk to, get in touch, 联系, 找到
weekend, saturday, sunday, 周末, 周六, 周日
reply, answer, response, respond, 回复, 答复
phone, telephone, call, hotline, 电话
tablet, ipad, 平板
laptop, computer, notebook, pc, 电脑, 笔记本
mobile, smartphone, phone, iphone, android, small screen, 手机, 移动端
internet, wifi, bandwidth > connection, network
网络, 网速, 带宽
recording, clip > video
视频, 录像
buffering, stutter, lag, laggy, freeze, choppy, 卡顿, 一直卡
download, save offline, offline, 下载, 缓存
subtitle, caption, 字幕
cheat, plagiarism, plagiarise, copying, plagiarize, 抄袭, 作弊
chatgpt, gpt, ai, copilot, claude, chatbot, 人工智能
stackoverflow, stack overflow, from the internet, 网上
together, with a friend, with friends, collaborate, 一起, 合作
behind, catch up, fell behind, falling behind, 落后, 落下, 跟不上
mandatory, compulsory, obligatory, have to
必须, 强制
stuck, frustrated, nothing works, 卡住, 崩溃
centre, centring, middle, 居中
rejected, denied, refused, non-fast-forward, 拒绝, 推不上
commit, 提交
undo, revert, roll back, take back, 撤销, 撤回, 回退, 回滚, 还原
push, upload to github, put on github, 推送, 推到, 传到
permission, eacces, access denied, 权限
occupied, in use, taken, 占用, 被占
publish, go live, put online > deploy
部署, 上线, 发布
database, db, 数据库
final project, capstone, graduation project, 毕业, 结业
cross origin, cors, 跨域
遍历 > 循环
数组, array
函数, 方法
字符串, string
数字, number
转换, 转成, 转
盒子, 元素, div, 容器
column, 列, 栏, 三栏, 三列, 两栏, 两列
blank, white, 空白, 白屏, 全白, 白的
未定义, undefined, not defined
报错, 错误
组员, 队友, 小组
group, team
partner, teammate, group member
年龄, 多大, 岁
未成年, 未满
开课, 开班, 开学
begin, start
修改, 更换, 换个, 换成
switch, change
show, display, appear
显示, 出来
结束, 关掉, 杀掉
kill, terminate
verify, 验证, 核实, 查询
条件, 要求
requirement, need to get
opening hours, office hours, support hours, on duty, available
周末, 周日, 周六
weekend, sunday
计划, 安排
timetable, schedule
人工, 老师, 客服, 真人
human, person, somebody, real person
tutor, teacher, instructor
合并, merge
冲突, conflict
分支, branch
区别, 不同, 差别, 差异
picture, photo, pic > image
图片, 照片, 图像, image
样式, css, stylesheet
stylesheet, style
命令行, 终端, terminal, cmd
command line, terminal
仓库, repo, repository
repo, repository
端口, port
事件, 点击
密钥, key
证明, 病假条, 假条
doctor note, proof
dollar, dollars > usd
yuan, rmb, 人民币 > cny
free, for free, free of charge, 免费
parts, in 3 parts, in three parts, in rates > instalment
policy, rule, rules, 规定, 规则
arrive, receive, come in, 到账, 收到
grandma, grandpa, grandmother, grandfather, mother, father, mom, dad, 奶奶, 爷爷 > family, 家人
max size > upload
start date, 几月份, 什么时候开 > begin, start, 开课
friend, classmate, fellow student, 同学, 朋友
guy in my group > member
dont do anything, does nothing, not working with us, 不干活, 什么都不干, 划水 > 参与, 不干
format, formatting > post
punishment, penalty, consequence
处罚, 惩罚, 后果, 会怎样
fast, speed, slow, 网速 > connection, mbit
office hours, opening times > hours
三栏, 三列, 两栏 > 列
两列, 多列 > 列
传到, 传上, 上传到 > 推送, 网上
插班, 中途
居中, 垂直居中, 水平居中, 中间
没有显示, 不显示, 显示不了 > 显示
放不了, 播放不了, 打不开, 看不了 > 视频, 打开
病了, 发烧, 感冒, 住院 > 生病
名字, 姓名
打错, 写错, 拼错
repo, repository
db, database
dir, directory, folder
config, configuration, setting
configure, setup, set up
env, environment
venv, virtual environment
app, application
param, parameter, argument
regex, regexp, regular expression
doc, docs, documentation
lib, library
auth, authentication
vscode, vs code, visual studio code
k8s, kubernetes
gcp, google cloud
wsl, windows subsystem
js, javascript
ts, typescript
pkg, package
dependency, requirement, prerequisite
int, integer
bool, boolean
url, link, address
calculate, compute
region, location
verify, check, confirm
begin, start
stop, end, terminate, kill
fail, failure, crash
bug, error, issue, exception
erase, delete, remove
create, make, generate
build, compile
`;

/** The others of the group as terms that are looked for, by phrase: its stems with spaces, or Chinese. */
const table = new Map<string, readonly string[]>();
for (const line of GROUPS.trim().split("\n")) {
  const [asked = [], instead = asked] = line.split(" > ").map((side) => side.split(", "));
  const sought = instead.filter(isSought).map(termOf);
  for (const phrase of asked) {
    const key = keyOf(phrase);
    table.set(key, [...new Set([...(table.get(key) ?? []), ...sought.filter((term) => term !== key)])]);
  }
}

/** Words of the longest phrase. */
export const LONGEST_PHRASE = 4;

/** What else may be looked for instead of a phrase, given as stems with spaces between, or as Chinese. */
export function alternatives(phrase: string): readonly string[] | undefined {
  return table.get(phrase);
}

function isSought(phrase: string): boolean {
  return /^[a-z]+$/.test(phrase) || /^[\u3400-\u9fff]{2}$/.test(phrase);
}

function termOf(phrase: string): string {
  return /^[a-z]/.test(phrase) ? stem(phrase) : phrase;
}

function keyOf(phrase: string): string {
  return phrase.split(/[ -]/).map(termOf).join(" ");
}
